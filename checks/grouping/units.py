"""Which papers lie together: a company's folder, a bundle, or loose papers gathered by code and name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from checks.facts.identity import Identity, identity_of, matches
from checks.facts.lists.gather import Gathering
from checks.facts.names import fold_name
from checks.facts.papers import is_form, name_field, subject_of
from checks.pack.districts import DistrictNames
from checks.pack.model import APPLICANT, DISTRICT, Policy
from extractor.records import Document, FileReading, Trouble

_UNREAD = {Trouble.UNREADABLE, Trouble.ENCRYPTED, Trouble.CRASHED, Trouble.PAGE_UNREADABLE}


@dataclass(frozen=True, slots=True)
class Unit:
    """Papers that belong together. `identity` None: a district's own papers, or such as name no applicant."""

    district: str | None
    identity: Identity | None
    documents: tuple[Document, ...]
    folder: str = ""
    unread_files: tuple[str, ...] = ()

    @property
    def unread(self) -> bool:
        return bool(self.unread_files)


@dataclass(slots=True)
class _Pile:
    """The files of one base: a district's folder, or all that lies outside such."""

    base: str
    district: str | None
    readings: list[FileReading] = field(default_factory=list[FileReading])


def is_unread(reading: FileReading) -> bool:
    """Did this file, or a page of it, stay unread?"""
    return any(problem.trouble in _UNREAD for problem in reading.problems)


def units_of(readings: Sequence[FileReading], names: DistrictNames, policy: Policy) -> Iterator[Unit]:
    """All papers about applicants or districts, as units; other parties' papers are left out."""
    piles = dict[str, _Pile]()
    for reading in readings:
        base = _base(reading.file, names)
        piles.setdefault(base, _Pile(base, names.of_path(reading.file))).readings.append(reading)
    for pile in piles.values():
        for unit in _units(pile, policy):
            yield unit if unit.district else replace(unit, district=names.of_documents(unit.documents))


def _base(file: str, names: DistrictNames) -> str:
    parts = file.split("/")[:-1]
    for depth, part in enumerate(parts, start=1):
        if names.of_folder(part):
            return "/".join(parts[:depth])
    return ""


def _units(pile: _Pile, policy: Policy) -> Iterator[Unit]:
    folders = _company_folders(pile, policy)
    inside = defaultdict[str, list[FileReading]](list)
    loose = list[FileReading]()
    for reading in pile.readings:
        folder = _folder_of(reading.file, folders)
        (inside[folder] if folder else loose).append(reading)
    gathering = Gathering(policy)
    units = list[Unit]()
    for folder, readings in inside.items():
        unit, own = _folder_unit(folder, readings, pile, policy)
        yield from own
        units.append(unit)
    for unit in units:
        gathering.found(unit.identity, unit)
    yield from _with_loose(units, loose, gathering, pile, policy)


def _parts(documents: Sequence[Document], policy: Policy) -> tuple[list[Document], list[Document]]:
    """The papers about applicants (and those of no kind), and the district's own; others' are left out."""
    about = [document for document in documents if subject_of(document, policy) in (APPLICANT, None)]
    own = [document for document in documents if subject_of(document, policy) == DISTRICT]
    return about, own


def _company_folders(pile: _Pile, policy: Policy) -> set[str]:
    """The topmost folders below the base that hold one applicant's papers."""
    inside = defaultdict[str, list[FileReading]](list)
    for reading in pile.readings:
        for folder in _folders(reading.file, pile.base):
            inside[folder].append(reading)
    found = set[str]()
    for folder in sorted(inside, key=lambda path: path.count("/")):
        if not any(folder.startswith(f"{above}/") for above in found) and _is_one_applicants(inside[folder], policy):
            found.add(folder)
    return found


def _folders(file: str, base: str) -> Iterator[str]:
    parts = file.split("/")[:-1]
    for depth in range(base.count("/") + 2 if base else 1, len(parts) + 1):
        yield "/".join(parts[:depth])


def _folder_of(file: str, folders: set[str]) -> str | None:
    parts = file.split("/")
    return next((path for depth in range(1, len(parts)) if (path := "/".join(parts[:depth])) in folders), None)


def _is_one_applicants(readings: Sequence[FileReading], policy: Policy) -> bool:
    documents = [document for reading in readings for document in reading.documents]
    about = [document for document in documents if subject_of(document, policy) == APPLICANT]
    forms = [
        identity for document in about if is_form(document, policy) and (identity := identity_of([document], policy))
    ]
    if forms:
        return all(matches(forms[0], other) for other in forms[1:])
    said = [fold_name(name.value or "") for document in about if (name := name_field(document, policy))]
    return bool(said) and max(said.count(name) for name in set(said)) * 2 > len(said)


def _folder_unit(folder: str, readings: Sequence[FileReading], pile: _Pile, policy: Policy) -> tuple[Unit, list[Unit]]:
    about, own = _parts([document for reading in readings for document in reading.documents], policy)
    unread = tuple(reading.file for reading in readings if is_unread(reading))
    unit = Unit(pile.district, identity_of(about, policy), tuple(about), folder, unread)
    return unit, [Unit(pile.district, None, (document,)) for document in own]


def _with_loose(
    units: list[Unit], loose: Sequence[FileReading], gathering: Gathering[Unit], pile: _Pile, policy: Policy
) -> Iterator[Unit]:
    """The folders' units and those of loose papers, each loose paper with the applicant that it names."""
    members = {id(unit): [unit] for unit in units}
    rest = list[Unit]()
    segments = [segment for reading in loose for segment in _segments(reading, pile, policy)]
    formal = [segment for segment in segments if any(is_form(document, policy) for document in segment.documents)]
    for segment in formal:
        anchor = gathering.of(segment.identity)
        if anchor is None or anchor.folder in {unit.folder for unit in units}:
            members[id(segment)] = [segment]
            units.append(segment)
            gathering.found(segment.identity, segment)
        else:
            members[id(anchor)].append(segment)
    known = {fold_name(unit.identity.name) for unit in units if unit.identity}
    # Where only one applicant's papers lie loose, what names nobody else known lies there for this one.
    only = units[0] if len(units) == 1 and units[0] in formal else None
    for segment in (segment for segment in segments if segment not in formal):
        if _speaks_of_several(segment, known):
            anchor = None
        else:
            anchor = gathering.of(segment.identity) or gathering.named(segment.identity)
            if anchor is None and only and segment.documents and _beside(segment, only):
                anchor = only
        if anchor is not None:
            members[id(anchor)].append(segment)
        else:
            rest.append(segment)
    for unit in units:
        yield _joined(members[id(unit)])
    yield from _without_form(rest, policy)


def _beside(segment: Unit, unit: Unit) -> bool:
    """Do the two lie in the same folder?"""
    return segment.folder.rpartition("/")[0] == unit.folder.rpartition("/")[0]


def _speaks_of_several(segment: Unit, known: set[str]) -> bool:
    """An office's letter that names several applicants is the district's, and proves each."""
    return any(
        len(known.intersection(fold_name(name) for name in document.names)) > 1 for document in segment.documents
    )


def _segments(reading: FileReading, pile: _Pile, policy: Policy) -> Iterator[Unit]:
    """What one loose file holds: a bundle around one form, or papers each for itself."""
    about, own = _parts(reading.documents, policy)
    yield from (Unit(pile.district, None, (document,)) for document in own)
    unread = (reading.file,) if is_unread(reading) else ()
    if not about:
        if unread:
            yield Unit(pile.district, None, (), reading.file, unread)
        return
    forms = [document for document in about if is_form(document, policy)]
    if len(forms) == 1 or (not forms and _is_one_applicants([reading], policy)):
        yield Unit(pile.district, identity_of(about, policy), tuple(about), reading.file, unread)
        return
    yield from _split(about, reading.file, unread, pile, policy)


def _split(
    documents: Sequence[Document], file: str, unread: tuple[str, ...], pile: _Pile, policy: Policy
) -> Iterator[Unit]:
    """Each paper for itself; one that names nobody goes with the paper before it."""
    run = list[Document]()
    for document in documents:
        if run and name_field(document, policy) is not None:
            yield Unit(pile.district, identity_of(run, policy), tuple(run), file, unread)
            run = []
        run.append(document)
    yield Unit(pile.district, identity_of(run, policy), tuple(run), file, unread)


def _joined(units: Sequence[Unit]) -> Unit:
    first = units[0]
    documents = tuple(document for unit in units for document in unit.documents)
    unread = tuple(dict.fromkeys(file for unit in units for file in unit.unread_files))
    return replace(first, documents=documents, unread_files=unread)


def _without_form(rest: Sequence[Unit], policy: Policy) -> Iterator[Unit]:
    """Papers of applicants whose form is not here: several kinds make an applicant, a single paper does not."""
    gathering = Gathering[list[Unit]](policy)
    piles = list[list[Unit]]()
    for unit in rest:
        members = gathering.of(unit.identity)
        if members is None:
            members = list[Unit]()
            piles.append(members)
            gathering.found(unit.identity, members)
        members.append(unit)
    for members in piles:
        joined = _joined(members)
        kinds = {document.kind for document in joined.documents if document.kind}
        several = len(kinds) > 1 and joined.identity is not None
        yield joined if several else replace(joined, identity=None)
