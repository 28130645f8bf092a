"""A batch a district at a time, from readings that lie on the disk: no more papers are in memory than one district's,
with those that lie in no district's folder and with what it meets elsewhere.

Districts are gathered three times: to learn what of them others must know, to give others what they meet here, and to
be judged. Between, an index of what meets what lies on the disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from checks.facts.lists.roll import roll_of
from checks.grouping.batch import Stray, Strays, group, names_of_owner, names_of_stray, strays_in
from checks.pack.districts import DistrictNames
from checks.pack.model import Policy
from checks.receipts import Register
from checks.records import Batch, District, Dossier, Home
from checks.rules import BATCH_RULES
from docs_check.codec import packed, unpacked
from docs_check.reading.store import Store
from docs_check.report.decided.corrections import Correction, corrected
from extractor.records import Document, FileReading
from extractor.seals.owners import name_owners

_DOSSIER, _OWN, _OTHER = range(3)  # kinds of holders; papers of nobody's district come last, as in a batch
_AT, _KIND = 1 << 44, 1 << 40  # of a holder's number: its district, its kind; below them its position there
_TABLES = (
    "CREATE TABLE meetings (rule TEXT, key BLOB, one INTEGER, district INTEGER, holder INTEGER)",
    "CREATE INDEX by_key ON meetings (rule, key)",
    "CREATE INDEX by_district ON meetings (district)",
    "CREATE TABLE owners (key TEXT, district INTEGER)",
    "CREATE INDEX by_owner ON owners (key)",
    "CREATE TABLE holders (holder INTEGER PRIMARY KEY, record BLOB)",
)
# What the papers of a district meet elsewhere: all that has a key of theirs; of what one is enough of, the first.
_MET = """
    SELECT DISTINCT there.holder FROM meetings here JOIN meetings there USING (rule, key)
    WHERE NOT here.one AND here.district = ?1 AND there.district <> ?1
    UNION SELECT min(holder) FROM meetings WHERE one GROUP BY rule, key
"""


@dataclass(frozen=True, slots=True)
class DistrictBatch:
    """One district. `batch`: all of it, and what it meets elsewhere; `own`: it alone, as a report shows it; `readings`:
    of the files that are listed with it, as they were read."""

    name: str | None
    batch: Batch
    own: Batch
    readings: tuple[FileReading, ...]


@dataclass(frozen=True, slots=True)
class _Gathered:
    """A district's papers grouped, and the files they came from: their places, and what was read of them."""

    batch: Batch
    places: dict[str, int]
    readings: dict[str, FileReading]


class Districts:
    """`corrections`: readings that people put right take the place of what was read; `register`: when whose papers were
    received."""

    def __init__(
        self,
        store: Store,
        policy: Policy,
        corrections: Sequence[Correction] = (),
        register: Register | None = None,
    ) -> None:
        self._store = store
        self._policy = policy
        self._corrections = corrections
        self._register = register
        self._names = DistrictNames(policy)
        self._db = sqlite3.connect("", isolation_level=None)  # in a file that vanishes with this process
        for statement in _TABLES:
            self._db.execute(statement)
        self._organisations = store.names()
        self._loose = self._districts_of_loose()
        self._strays = dict[str | None, list[Stray]]()
        self._others = list[tuple[int, Document]]()
        self._homeless = list[tuple[int, FileReading, Home]]()
        self._roll = list[District]()
        found = store.districts() | self._loose
        self.order: list[str | None] = [*(name for name in policy.districts if name in found), None]

    def __iter__(self) -> Iterator[DistrictBatch]:
        """Each district in the order of a batch, last what belongs to none."""
        for name in self.order:
            self._note(name, {})
        self._note_borrowers()
        self._lay_out()
        for name in self.order:
            yield self._share(name)
        self._db.close()

    def _districts_of_loose(self) -> set[str | None]:
        """Those that papers outside any district's folder turn out to be of."""
        return {district.name for district in self._grouped(self._store.readings(None), {}).batch.districts}

    def _grouped(self, found: Sequence[tuple[int, FileReading]], elsewhere: Strays) -> _Gathered:
        forms = self._policy.forms
        named = name_owners([reading for _, reading in found], forms, self._organisations)
        batch = group(corrected(named, self._corrections, forms), self._policy, elsewhere, self._register)
        return _Gathered(batch, {one.file: place for place, one in found}, {one.file: one for one in named})

    def _gathered(self, name: str | None, elsewhere: Strays) -> _Gathered:
        loose = name is not None and name in self._loose
        return self._grouped(self._store.readings(name, loose=loose), elsewhere)

    def _note(self, name: str | None, elsewhere: Strays) -> None:
        """Into the index with what the other districts must know of this one."""
        gathered = self._gathered(name, elsewhere)
        batch, places = gathered.batch, gathered.places
        own = {file for file in places if self._names.of_path(file) == name}
        district = _district(batch, name)
        if not elsewhere:
            self._others += [(places[one.file], one) for one in batch.others if one.file in own]
            if name is not None:
                both, others = zip(batch.files, batch.homes, strict=True), {one.file for one in batch.others}
                self._homeless += [
                    (places[reading.file], reading, home)
                    for reading, home in both
                    if reading.file in own and (home.district is None or reading.file in others)
                ]
            strays = strays_in(district, self._policy) if district else []
            self._strays[name] = [(replace(dossier, documents=(), lent=()), paper) for dossier, paper in strays]
            self._roll += roll_of(self._only(name, batch), self._policy)
        self._index(name, self._only(name, batch))

    def _only(self, name: str | None, batch: Batch) -> Batch:
        """Without other districts; papers of nobody's district are all with what belongs to none."""
        district = _district(batch, name)
        others = () if name else tuple(document for _, document in sorted(self._others, key=lambda item: item[0]))
        return replace(batch, districts=(district,) if district else (), others=others)

    def _index(self, name: str | None, batch: Batch) -> None:
        at = self.order.index(name)
        holders = {id(record): holder for record, holder in _records(batch, at)}
        rows = {
            (module.RULE.code, _digest(meeting.key), meeting.one_is_enough, at, holders[id(meeting.holder)])
            for module in BATCH_RULES
            for meeting in module.meets(batch, self._policy)
        }
        self._db.executemany("INSERT INTO meetings VALUES (?, ?, ?, ?, ?)", rows)
        dossiers = (dossier for district in batch.districts for dossier in district.dossiers)
        keys = {(key, at) for dossier in dossiers for key in names_of_owner(dossier)}
        self._db.executemany("INSERT INTO owners VALUES (?, ?)", keys)

    def _note_borrowers(self) -> None:
        """Companies of which a paper lies in another district's set: noted anew, as their sets have more in them."""
        borrowers = set[int]()
        for name, strays in self._strays.items():
            home = self.order.index(name)
            for key in {key for _, document in strays for key in names_of_stray(document, self._policy)}:
                rows = self._db.execute("SELECT DISTINCT district FROM owners WHERE key = ?", (key,))
                borrowers |= {at for (at,) in rows if at != home}
        for at in sorted(borrowers):
            self._db.execute("DELETE FROM meetings WHERE district = ?", (at,))
            self._note(self.order[at], self._elsewhere(self.order[at]))

    def _elsewhere(self, name: str | None) -> Strays:
        return {other: strays for other, strays in self._strays.items() if other != name and strays}

    def _lay_out(self) -> None:
        """Lays what other districts meet where they find it."""
        met = {holder for at in range(len(self.order)) for holder in self._met(at)}
        for at, name in enumerate(self.order):
            wanted = {holder for holder in met if holder // _AT == at}
            if wanted:
                batch = self._only(name, self._gathered(name, self._elsewhere(name)).batch)
                rows = ((holder, _bytes(record)) for record, holder in _records(batch, at) if holder in wanted)
                self._db.executemany("INSERT INTO holders VALUES (?, ?)", rows)

    def _met(self, at: int) -> list[int]:
        """Of other districts, in the order of a batch."""
        return sorted(holder for (holder,) in self._db.execute(_MET, (at,)) if holder // _AT != at)

    def _share(self, name: str | None) -> DistrictBatch:
        gathered = self._gathered(name, self._elsewhere(name))
        places, batch = gathered.places, gathered.batch
        listed = [
            reading.file
            for reading, home in zip(batch.files, batch.homes, strict=True)
            if (self._names.of_path(reading.file) or home.district) == name
        ]
        own = self._only(name, batch)
        if name is None:
            here = [(places[one.file], one, home) for one, home in zip(own.files, own.homes, strict=True)]
            cases = sorted([*here, *self._homeless], key=lambda case: case[0])
            own = replace(own, files=tuple(case[1] for case in cases), homes=tuple(case[2] for case in cases))
        readings = tuple(gathered.readings[file] for file in listed)
        return DistrictBatch(name, self._with_met(own, name), own, readings)

    def _with_met(self, own: Batch, name: str | None) -> Batch:
        here = self.order.index(name)
        districts = {here: own.districts[0]} if own.districts else {}
        others = list(own.others)
        for holder in self._met(here):
            ((content,),) = self._db.execute("SELECT record FROM holders WHERE holder = ?", (holder,))
            at, kind = holder // _AT, holder % _AT // _KIND
            if kind == _OTHER:
                others.append(unpacked(Document, content))
                continue
            met = districts.get(at) or District(self.order[at], (), ())
            if kind == _DOSSIER:
                districts[at] = replace(met, dossiers=(*met.dossiers, unpacked(Dossier, content)))
            else:
                districts[at] = replace(met, documents=(*met.documents, unpacked(Document, content)))
        found = tuple(districts[at] for at in sorted(districts))
        return replace(own, districts=found, others=tuple(others), roll=tuple(self._roll))


def _district(batch: Batch, name: str | None) -> District | None:
    return next((district for district in batch.districts if district.name == name), None)


def _records(batch: Batch, at: int) -> Iterable[tuple[Dossier | Document, int]]:
    """What others may meet of a district, with its number; these grow in the order of a batch."""
    for district in batch.districts:
        yield from ((dossier, at * _AT + _DOSSIER * _KIND + nth) for nth, dossier in enumerate(district.dossiers))
        yield from ((document, at * _AT + _OWN * _KIND + nth) for nth, document in enumerate(district.documents))
    yield from ((document, at * _AT + _OTHER * _KIND + nth) for nth, document in enumerate(batch.others))


def _bytes(record: Dossier | Document) -> bytes:
    content = packed(Dossier, record) if isinstance(record, Dossier) else packed(Document, record)
    if content is None:
        raise ValueError("a paper that cannot be written down")
    return content


def _digest(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "backslashreplace"), digest_size=16).digest()
