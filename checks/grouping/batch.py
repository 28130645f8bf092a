"""From files to whose papers they are: districts, companies, and what belongs to neither.

The district is the folder's, else the papers'. The company is what the papers say: the papers of a folder, or of a
bundle, belong together around the application form; loose papers are gathered by credit code, then by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from checks.facts.identity import Identity, identity_of, matches
from checks.facts.names import fold_name
from checks.facts.papers import Whose, belonging, code_field, name_field, subject_of
from checks.grouping.units import Unit, units_of
from checks.pack.districts import DistrictNames
from checks.pack.model import APPLICANT, DISTRICT, Policy
from checks.receipts import Register
from checks.records import Batch, District, Dossier, Home
from extractor.records import Document, FileReading

Stray = tuple[Dossier, Document]  # a paper in the set of a company that it does not speak of
Strays = Mapping[str | None, Sequence[Stray]]  # by the district of the set


def group(
    readings: Sequence[FileReading],
    policy: Policy,
    elsewhere: Strays | None = None,
    register: Register | None = None,
) -> Batch:
    """All that was read, by district and company. A district of name None holds what belongs to no known district.
    `elsewhere`: the strays of other districts, where `readings` are but some districts of a batch; `register`: when
    whose papers were received."""
    names = DistrictNames(policy)
    others = tuple(document for reading in readings for document in reading.documents if _is_others(document, policy))
    by_district = defaultdict[str | None, list[Unit]](list)
    for unit in units_of(readings, names, policy):
        by_district[unit.district].append(unit)
    from_folder = {names.of_path(reading.file) for reading in readings}
    districts = tuple(
        _district(name, by_district[name], policy, from_folder=name is not None and name in from_folder)
        for name in _in_pack_order(by_district, policy)
    )
    districts = _lend(districts, policy, elsewhere or {})
    homes = tuple(_homes(readings, districts, names, policy))
    return Batch(districts, others, tuple(readings), homes, register=register)


def _is_others(document: Document, policy: Policy) -> bool:
    return subject_of(document, policy) not in (None, APPLICANT, DISTRICT)


def _in_pack_order(found: Iterable[str | None], policy: Policy) -> list[str | None]:
    present = set(found)
    return [*(name for name in policy.districts if name in present), *([None] if None in present else [])]


def _district(name: str | None, units: Sequence[Unit], policy: Policy, *, from_folder: bool) -> District:
    companies = [unit for unit in units if unit.identity is not None]
    own = tuple(document for unit in units if unit.identity is None for document in unit.documents)
    known = {fold_name(unit.identity.name) for unit in companies if unit.identity}
    lost = _unread_companies(name, units, own, known, policy)
    said_for = {dossier.folder for dossier in lost}
    unread = any(file not in said_for for unit in units if unit.identity is None for file in unit.unread_files)
    dossiers = [_dossier(name, unit, unread=unread) for unit in companies]
    return District(name, (*dossiers, *lost), own, unread, from_folder)


def _dossier(district: str | None, unit: Unit, *, unread: bool) -> Dossier:
    identity = unit.identity or Identity("", None)
    return Dossier(identity.name, identity.code, district, unit.documents, unit.folder, unit.unread or unread)


def _unread_companies(
    district: str | None, units: Sequence[Unit], own: Sequence[Document], known: set[str], policy: Policy
) -> list[Dossier]:
    """Companies of which a table has a row, and a file that bears their name could not be read: they did apply."""
    stems = {fold_name(PurePosixPath(file).stem): file for unit in units for file in unit.unread_files}
    stems |= {
        fold_name(PurePosixPath(file).parent.name): file for unit in units for file in unit.unread_files if "/" in file
    }
    found = list[Dossier]()
    for document in own:
        for row in document.rows:
            name = row.get(policy.applicants.name)
            if name is None or not name.value or fold_name(name.value) in known or fold_name(name.value) not in stems:
                continue
            code = row.get(policy.applicants.code) if policy.applicants.code else None
            known = {*known, fold_name(name.value)}
            found.append(
                Dossier(name.value, code.value if code else None, district, (), stems[fold_name(name.value)], True)
            )
    return found


def _lend(districts: tuple[District, ...], policy: Policy, elsewhere: Strays) -> tuple[District, ...]:
    """Each company gets the papers of its district, and of other companies' sets, that speak of it too."""
    every = {**elsewhere, **{district.name: strays_in(district, policy) for district in districts}}
    strays = defaultdict[str, list[Stray]](list)
    for name in _in_pack_order(every, policy):
        for dossier, document in every[name]:
            for key in names_of_stray(document, policy):
                strays[key].append((dossier, document))
    return tuple(
        replace(
            district,
            dossiers=tuple(
                replace(dossier, lent=(*_naming(dossier, district, policy), *_own_elsewhere(dossier, strays, policy)))
                for dossier in district.dossiers
            ),
        )
        for district in districts
    )


def _naming(dossier: Dossier, district: District, policy: Policy) -> tuple[Document, ...]:
    wanted = fold_name(dossier.applicant)
    return tuple(
        document
        for document in district.documents
        if subject_of(document, policy) == APPLICANT
        and (
            any(fold_name(name) == wanted for name in document.names)
            or any(
                (field := row.get(policy.applicants.name)) and fold_name(field.value or "") == wanted
                for row in document.rows
            )
        )
    )


def strays_in(district: District, policy: Policy) -> list[Stray]:
    """The papers of a district that lie in another company's set."""
    return [
        (dossier, document)
        for dossier in district.dossiers
        for document in dossier.documents
        if belonging(document, dossier, policy).whose is Whose.ANOTHER and names_of_stray(document, policy)
    ]


def names_of_stray(document: Document, policy: Policy) -> list[str]:
    """The keys under which its owner looks for it."""
    fields = (name_field(document, policy), code_field(document, policy))
    return [fold_name(field.value) for field in fields if field and field.value]


def names_of_owner(dossier: Dossier) -> list[str]:
    """The keys under which a company looks for papers of its own in other sets."""
    return [fold_name(dossier.applicant), *([fold_name(dossier.credit_code)] if dossier.credit_code else [])]


def _own_elsewhere(dossier: Dossier, strays: Mapping[str, Sequence[Stray]], policy: Policy) -> tuple[Document, ...]:
    wanted = Identity(dossier.applicant, dossier.credit_code)
    found = list[Document]()
    for key in names_of_owner(dossier):
        for home, document in strays.get(key, ()):
            said = identity_of([document], policy)
            if home is not dossier and document not in found and said and matches(said, wanted):
                found.append(document)
    return tuple(found)


def _homes(
    readings: Sequence[FileReading], districts: Sequence[District], names: DistrictNames, policy: Policy
) -> Iterable[Home]:
    owners = dict[str, Home]()
    places = list[tuple[str, Home]]()
    for district in districts:
        for document in district.documents:
            owners.setdefault(document.file, Home(document.file, district.name, None, None))
        for dossier in district.dossiers:
            places.append((dossier.folder, Home("", district.name, dossier.applicant, dossier.credit_code)))
            for document in dossier.documents:
                owners[document.file] = Home(document.file, district.name, dossier.applicant, dossier.credit_code)
    for reading in readings:
        home = owners.get(reading.file) or _by_place(reading, places)
        if home is None:
            other = next((one for one in reading.documents if _is_others(one, policy)), None)
            name = name_field(other, policy) if other else None
            district = None if other else names.of_path(reading.file)
            home = Home(reading.file, district, name.value if name else None, None)
        yield replace(home, file=reading.file)


def _by_place(reading: FileReading, places: Sequence[tuple[str, Home]]) -> Home | None:
    return next(
        (
            home
            for folder, home in places
            if folder and (reading.file == folder or reading.file.startswith(f"{folder}/"))
        ),
        None,
    )
