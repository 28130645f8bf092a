"""A batch that is too large to be held at once: its parts, from which one district after the other is taken.

Districts are gathered three times: to learn what of them others must know, to give others what they meet here, and to
be judged. Between, an index of what meets what lies in a DuckDB file; of the papers themselves never more than one
district's are held, with the papers that lie in no district's folder and with what it meets elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from checks.grouping.batch import Stray, Strays, group, names_of_owner, names_of_stray, strays_in
from checks.pack.districts import DistrictNames
from checks.pack.model import Policy
from checks.records import Batch, District, Dossier, Home
from checks.rules import BATCH_RULES
from docs_check.codec import packed, unpacked
from docs_check.extras import needed
from docs_check.parts import Store
from extractor.records import Document, FileReading
from extractor.seals.owners import name_owners

_MEMORY = "512MB"  # of DuckDB: what it sorts beyond that goes to the disk
_DOSSIER, _OWN, _OTHER = range(3)  # kinds of holders; papers of nobody's district come last, as in a batch
_TABLES = (
    "CREATE TABLE meetings (rule TEXT, key BLOB, one BOOLEAN, district INTEGER, kind INTEGER, nth INTEGER)",
    "CREATE TABLE owners (key TEXT, district INTEGER)",
    "CREATE TABLE holders (district INTEGER, kind INTEGER, nth INTEGER, record BLOB)",
)
# What the papers of a district meet elsewhere: all that has a key of theirs; of what one is enough of, the first.
_MET = """
    SELECT DISTINCT there.district, there.kind, there.nth FROM meetings here JOIN meetings there USING (rule, key)
    WHERE NOT here.one AND here.district = $1 AND there.district <> $1
    UNION
    SELECT head.district, head.kind, head.nth FROM (
        SELECT min({'district': district, 'kind': kind, 'nth': nth}) AS head FROM meetings WHERE one GROUP BY rule, key
    )
"""

_Holder = tuple[int, int, int]  # district, kind, position


@dataclass(frozen=True, slots=True)
class Share:
    """One district. `batch`: all of it, and what it meets elsewhere; `own`: it alone, as a report shows it; `files`:
    those that are listed with it."""

    name: str | None
    batch: Batch
    own: Batch
    files: frozenset[str]


class Shares:
    def __init__(self, store: Store, parts: Sequence[str], policy: Policy, room: Path) -> None:
        """`room`: a folder on this machine's disk for the index."""
        self._policy = policy
        self._names = DistrictNames(policy)
        self.db = needed("duckdb").connect(str(room / "index.duckdb"))
        self.db.execute(f"SET memory_limit = '{_MEMORY}'; SET temp_directory = '{room / 'spill'}'")
        self.db.register("parts", store.dataset(parts))
        for table in _TABLES:
            self.db.execute(table)
        self._wide = frozenset(name for (name,) in self._rows("SELECT DISTINCT unnest(names) FROM parts"))
        self._loose = self._districts_of_loose()
        self._strays = dict[str | None, list[Stray]]()
        self._others = list[tuple[int, Document]]()
        self._homeless = list[tuple[int, FileReading, Home]]()
        self.order = self._order()

    def __enter__(self) -> Shares:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def counts(self) -> tuple[int, int]:
        """Papers of a known kind, and all papers."""
        ((known, papers),) = self._rows("SELECT coalesce(sum(known), 0), coalesce(sum(papers), 0) FROM parts")
        return int(known), int(papers)

    def repeated(self) -> frozenset[str]:
        """Contents that more than one file has."""
        rows = self._rows("SELECT sha256 FROM parts GROUP BY sha256 HAVING count(*) > 1")
        return frozenset(sha256 for (sha256,) in rows)

    def __iter__(self) -> Iterator[Share]:
        """Each district in the order of a batch, last what belongs to none."""
        for name in self.order:
            self._note(name, {})
        self._note_borrowers()
        self._lay_out()
        for name in self.order:
            yield self._share(name)

    def _order(self) -> list[str | None]:
        found = {name for (name,) in self._rows("SELECT DISTINCT district FROM parts")} | self._loose
        return [*(name for name in self._policy.districts if name in found), None]

    def _districts_of_loose(self) -> set[str | None]:
        """Those that papers outside any district's folder turn out to be of."""
        loose = self._grouped(self._readings(None), {})
        return {district.name for district in loose.districts}

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self.db.execute(query, list(values)).fetchall()

    def _readings(self, name: str | None, *, loose: bool = False) -> list[tuple[int, FileReading]]:
        """With their places in the batch; also the loose ones where asked for."""
        which = "district = $1 OR district IS NULL" if loose else "district IS NOT DISTINCT FROM $1"
        rows = self.db.execute(f"SELECT place, reading FROM parts WHERE {which} ORDER BY place", [name])
        readings = list[tuple[int, FileReading]]()
        while some := rows.fetchmany(256):
            readings += [(int(place), unpacked(FileReading, value)) for place, value in some]
        return readings

    def _grouped(self, readings: Sequence[tuple[int, FileReading]], elsewhere: Strays) -> Batch:
        named = name_owners([reading for _, reading in readings], self._policy.forms, self._wide)
        return group(named, self._policy, elsewhere)

    def _gathered(self, name: str | None, elsewhere: Strays) -> tuple[Batch, dict[str, int]]:
        readings = self._readings(name, loose=name is not None and name in self._loose)
        return self._grouped(readings, elsewhere), {reading.file: place for place, reading in readings}

    def _note(self, name: str | None, elsewhere: Strays) -> None:
        """Into the index with what the other districts must know of this one."""
        batch, places = self._gathered(name, elsewhere)
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
        self._index(name, replace(batch, districts=(district,) if district else (), others=self._others_of(name)))

    def _others_of(self, name: str | None) -> tuple[Document, ...]:
        if name is not None:
            return ()
        return tuple(document for _, document in sorted(self._others, key=lambda item: item[0]))

    def _index(self, name: str | None, batch: Batch) -> None:
        at = self.order.index(name)
        holders = dict(_holders(batch))
        rows = {
            (module.RULE.code, _digest(meeting.key), meeting.one_is_enough, at, *holders[id(meeting.holder)])
            for module in BATCH_RULES
            for meeting in module.meets(batch, self._policy)
        }
        self._insert("meetings", ("rule", "key", "one", "district", "kind", "nth"), sorted(rows))
        dossiers = (dossier for district in batch.districts for dossier in district.dossiers)
        keys = {(key, at) for dossier in dossiers for key in names_of_owner(dossier)}
        self._insert("owners", ("key", "district"), sorted(keys))

    def _insert(self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            arrow = needed("pyarrow")
            content = arrow.table(dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)))
            self.db.register("fresh", content)
            self.db.execute(f"INSERT INTO {table} SELECT * FROM fresh")
            self.db.unregister("fresh")

    def _note_borrowers(self) -> None:
        """Companies of which a paper lies in another district's set: noted anew, as their sets have more in them."""
        borrowers = set[int]()
        for name, strays in self._strays.items():
            home = self.order.index(name)
            keys = [key for _, document in strays for key in names_of_stray(document, self._policy)]
            rows = (
                self._rows("SELECT DISTINCT district FROM owners WHERE list_contains($1, key)", [keys]) if keys else []
            )
            borrowers |= {int(at) for (at,) in rows if at != home}
        for at in sorted(borrowers):
            self.db.execute("DELETE FROM meetings WHERE district = $1", [at])
            self._note(self.order[at], self._elsewhere(self.order[at]))

    def _elsewhere(self, name: str | None) -> Strays:
        return {other: strays for other, strays in self._strays.items() if other != name and strays}

    def _lay_out(self) -> None:
        """Lays what other districts meet where they find it."""
        met = {holder for at in range(len(self.order)) for holder in self._met(at) if holder[0] != at}
        for at, name in enumerate(self.order):
            wanted = {holder[1:] for holder in met if holder[0] == at}
            if not wanted:
                continue
            batch, _ = self._gathered(name, self._elsewhere(name))
            district = _district(batch, name)
            batch = replace(batch, districts=(district,) if district else (), others=self._others_of(name))
            records = {place: record for record, place in _records(batch)}
            rows = [(at, *place, _bytes(records[place])) for place in sorted(wanted)]
            self._insert("holders", ("district", "kind", "nth", "record"), rows)

    def _met(self, at: int) -> list[_Holder]:
        return [(int(there), int(kind), int(place)) for there, kind, place in self._rows(_MET, [at])]

    def _share(self, name: str | None) -> Share:
        batch, places = self._gathered(name, self._elsewhere(name))
        district, files, homes = _district(batch, name), batch.files, batch.homes
        if name is None:
            cases = sorted(
                [*zip((places[one.file] for one in files), files, homes, strict=True), *self._homeless],
                key=lambda case: case[0],
            )
            files, homes = tuple(case[1] for case in cases), tuple(case[2] for case in cases)
        both = zip(batch.files, batch.homes, strict=True)
        listed = frozenset(
            reading.file for reading, home in both if (self._names.of_path(reading.file) or home.district) == name
        )
        own = Batch((district,) if district else (), self._others_of(name), files, homes)
        return Share(name, self._with_met(own, name), own, listed)

    def _with_met(self, own: Batch, name: str | None) -> Batch:
        at = self.order.index(name)
        dossiers, documents = dict[int, list[Dossier]](), dict[int, list[Document]]()
        others = list(own.others)
        for there, kind, place in sorted(self._met(at)):
            if there == at:
                continue
            ((record,),) = self._rows(
                "SELECT record FROM holders WHERE district = $1 AND kind = $2 AND nth = $3", [there, kind, place]
            )
            if kind == _DOSSIER:
                dossiers.setdefault(there, []).append(unpacked(Dossier, record))
            elif kind == _OWN:
                documents.setdefault(there, []).append(unpacked(Document, record))
            else:
                others.append(unpacked(Document, record))
        met = {
            there: District(self.order[there], tuple(dossiers.get(there, ())), tuple(documents.get(there, ())))
            for there in {*dossiers, *documents}
        }
        if own.districts:
            met[at] = own.districts[0]
        return replace(own, districts=tuple(met[there] for there in sorted(met)), others=tuple(others))


def _district(batch: Batch, name: str | None) -> District | None:
    return next((district for district in batch.districts if district.name == name), None)


def _records(batch: Batch) -> Iterable[tuple[Dossier | Document, tuple[int, int]]]:
    for district in batch.districts:
        yield from ((dossier, (_DOSSIER, at)) for at, dossier in enumerate(district.dossiers))
        yield from ((document, (_OWN, at)) for at, document in enumerate(district.documents))
    yield from ((document, (_OTHER, at)) for at, document in enumerate(batch.others))


def _holders(batch: Batch) -> Iterable[tuple[int, tuple[int, int]]]:
    return ((id(record), place) for record, place in _records(batch))


def _bytes(record: Dossier | Document) -> bytes:
    content = packed(Dossier, record) if isinstance(record, Dossier) else packed(Document, record)
    if content is None:
        raise ValueError("a paper that cannot be written down")
    return content


def _digest(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "backslashreplace"), digest_size=16).digest()
