"""收件登记簿与材料对不上：登记了而没有材料，或者有材料而没有登记。

判断：有收件登记簿时，登记簿里的每个单位是否有材料，每个申报单位是否登记在册。登记簿没有记某区（市）的，不要求其单位登记。
登记而没有材料的较多时，超出部分合并为一条，写明家数；整个区（市）没有材料的，也合并为一条。
为什么：登记了而不在的材料可能丢失或者没有放进文件夹，没有检查；没有登记的，收件时间无据可查。
不判断：备注写明作废、退回的登记；本区（市）有文件没有读出来时，不判断“登记了而没有材料”。
存疑：两边都有对不上的，又不能凭统一社会信用代码区分，可能是同一家的不同写法；名称相近的；单位名称识别把握不足的。
---
The receipt register and the papers do not match: an entry without papers, or papers without an entry.

What: where there is a receipt register, whether each that it names has papers here, and whether each applicant stands
in it; of a district that the register does not speak of nobody need be. Where many entries have no papers, those after
the first are one finding that counts them; so are those of districts of which there are no papers at all.
Why: papers that were received and are not here may be lost, and were not checked; of papers without an entry nobody can
say when they came.
Not judged: entries noted as cancelled or returned; entries without papers while a file of the district is unread.
Unsure: where both sides have one without the other and no credit code tells them apart, they may be one company written
in two ways; where a name is only alike, or was not read with certainty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checks.certainty import doubt, first_doubt
from checks.facts.identity import Identity
from checks.facts.lists.receipts import Receipts, is_likely, same_code
from checks.facts.lists.roll import roll_of
from checks.facts.names import fold_name
from checks.facts.papers import name_field
from checks.meeting import Meeting
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.districts import DistrictNames
from checks.pack.model import Policy
from checks.receipts import Receipt, Register
from checks.records import Batch, District, Dossier, Evidence, Outcome, Scope, Severity
from extractor.language.matching import fits
from extractor.records import Words

RULE = Rule(
    "RG002",
    "receipt-unmatched",
    Severity.WARNING,
    Scope.BATCH,
    Words("登记与材料对不上", "receipt unmatched"),
    Words("登记与材料对得上", "receipt matched"),
)

_ONE_BY_ONE = 20  # findings of a district: more are no list to work through, but a folder that is not the register's
_NAMED = 5  # companies that the finding on the others names
_SPELT_OTHERWISE = Words(
    "另一边也有对不上的，可能是同一家的不同写法", "the other side has one without match too; it may be the same company"
)
_ALIKE = Words("有名称相近的", "there is one of a like name")
_UNREAD = Words("有文件没有读出来", "a file could not be read")
_MANY = Words("对不上的较多，登记簿可能不是这一批的", "so many that the register may be of other papers")


@dataclass(frozen=True, slots=True)
class _Matched:
    """`covered`: the districts of which the register speaks; `missing`: the first entry of each whose papers are not
    here, by district; `strangers`: who is in no entry, by district; `unread`: districts with a file that is unread;
    `elsewhere`: entries of districts of which there is no paper at all."""

    covered: frozenset[str | None]
    missing: Mapping[str | None, Sequence[Receipt]]
    strangers: Mapping[str | None, Sequence[Identity]]
    unread: frozenset[str | None]
    elsewhere: Sequence[Receipt]


def check(record: Batch, policy: Policy) -> Iterator[Outcome]:
    """An entry that names no district is told with what belongs to none."""
    dossiers = [dossier for district in record.districts for dossier in district.dossiers]
    if record.register is None:
        for dossier in dossiers:
            yield Case.company(RULE, dossier).not_applicable(Words("没有收件登记簿", "there is no receipt register"))
        return
    matched = _matched(record.register, record.roll or roll_of(record, policy), policy)
    for dossier in dossiers:
        yield _company(dossier, matched, policy)
    for name in matched.missing:
        yield from _without_papers(name, matched)
    if matched.elsewhere:
        yield _others(matched.elsewhere, None, unread=False)


def meets(record: Batch, policy: Policy) -> Iterator[Meeting]:
    """What is needed of other districts stands in the roll."""
    yield from ()


def _matched(register: Register, roll: Sequence[District], policy: Policy) -> _Matched:
    names, receipts = DistrictNames(policy), Receipts(register)
    own = {id(entry) for district in roll for one in district.dossiers for entry in receipts.certain(_identity(one))}
    strangers = dict[str | None, list[Identity]]()
    covered = {names.named(entry.district or "") for entry in register}
    for district in roll:
        lost = [who for one in district.dossiers if not receipts.certain(who := _identity(one))]
        strangers.setdefault(district.name, []).extend(lost)
        if len(lost) < len(district.dossiers):
            covered.add(district.name)
    missing, elsewhere = dict[str | None, dict[str, Receipt]](), dict[str, Receipt]()
    for entry in register:
        name = names.named(entry.district or "")
        if id(entry) not in own and not entry.doubt and not _is_office(entry.company, policy):
            some = elsewhere if name and name not in strangers else missing.setdefault(name, {})
            some.setdefault(entry.code or fold_name(entry.company), entry)
    unread = frozenset(district.name for district in roll if district.unread)
    first = {name: tuple(some.values()) for name, some in missing.items()}
    return _Matched(frozenset(covered), first, strangers, unread, tuple(elsewhere.values()))


def _identity(dossier: Dossier) -> Identity:
    return Identity(dossier.applicant, dossier.credit_code)


def _is_office(name: str, policy: Policy) -> bool:
    """Registers also note what the districts' own offices sent."""
    by_district = (party.districts or {} for party in policy.parties.values())
    return any(fits(name, one) for districts in by_district for offices in districts.values() for one in offices)


def _company(dossier: Dossier, matched: _Matched, policy: Policy) -> Outcome:
    case, who = Case.company(RULE, dossier), _identity(dossier)
    if who not in matched.strangers.get(dossier.district, ()):
        return case.passes(Words("收件登记簿中有该单位", "the receipt register names it"))
    if dossier.district not in matched.covered:
        return case.not_applicable(
            Words("收件登记簿没有记本区（市）的单位", "the register is not one of this district's companies")
        )
    finding = Particulars(
        Words(
            f"收件登记簿中没有{dossier.applicant}，其材料何时收到无据可查。",
            f"The receipt register does not name {dossier.applicant}: when its papers came in is not on record.",
        ),
        Words("登记在册", "an entry"),
        Words("没有登记", "no entry"),
        Words("请补登收件时间，并注明是补登。", "Enter when they were received, and that it was entered later."),
        evidence=_names_of(dossier, policy),
    )
    entries = [entry for name in (dossier.district, None) for entry in matched.missing.get(name, ())]
    return case.finds(finding, first_doubt(doubt(finding.evidence), *(_may_be(entry, who) for entry in entries)))


def _names_of(dossier: Dossier, policy: Policy) -> tuple[Evidence, ...]:
    """Where the company's name was read."""
    read = ((document, name_field(document, policy)) for document in dossier.documents[:1])
    return tuple(of_field(document, name) for document, name in read if name)


def _may_be(entry: Receipt, who: Identity) -> Words | None:
    """Why the entry may be this company's after all."""
    if is_likely(entry, who):
        return _ALIKE
    return _SPELT_OTHERWISE if same_code(entry, who) is None else None


def _without_papers(name: str | None, matched: _Matched) -> Iterator[Outcome]:
    entries = matched.missing[name]
    where = [name, None] if name else [*matched.strangers]
    unread = any(one in matched.unread for one in where)
    strangers = [who for one in where for who in matched.strangers.get(one, ())]
    for entry in entries[:_ONE_BY_ONE]:
        yield _entry(entry, name, first_doubt(*(_may_be(entry, who) for who in strangers)), unread=unread)
    more = entries[_ONE_BY_ONE:]
    if more:
        yield _others(more, name, unread=unread)


def _case(name: str | None, entry: Receipt | None = None) -> Case:
    company = entry.company if entry else None
    return Case(RULE, f"{name or '?'}/{company or ''}", name, company, entry.code if entry else None)


def _entry(entry: Receipt, name: str | None, doubt: Words | None, *, unread: bool) -> Outcome:
    case = _case(name, entry)
    if unread:
        return case.not_checkable(_UNREAD)
    finding = Particulars(
        Words(
            f"收件登记（{entry.where.zh}）记有{entry.company}，收件时间{entry.written}，但没有它的材料，未作检查。",
            f"By the receipt register ({entry.where.en}) papers of {entry.company} came in on {entry.written}, but "
            "none of them are here, and they were not checked.",
        ),
        Words("该单位的材料", "its papers"),
        Words("没有材料", "no papers"),
        Words(
            "请找到材料放入文件夹再检查；已退回的，在登记簿备注中写明。",
            "Find the papers and check again; if they were given back, note that in the register.",
        ),
    )
    return case.finds(finding, doubt)


def _others(entries: Sequence[Receipt], name: str | None, *, unread: bool) -> Outcome:
    """Those that are too many to be told one by one."""
    case, count = _case(name), len(entries)
    if unread:
        return case.not_checkable(_UNREAD)
    some = [entry.company for entry in entries[:_NAMED]]
    finding = Particulars(
        Words(
            f"收件登记簿中另有{count}家没有材料，未作检查，如{'、'.join(some)}。",
            f"Of {count} more in the receipt register no papers are here, nothing was checked: {', '.join(some)}…",
        ),
        Words("登记的单位都有材料", "papers of all that are registered"),
        Words(f"{count}家没有材料", f"none of {count}"),
        Words("请核对登记簿是否与检查的文件夹对应。", "See whether the register is this folder's."),
    )
    return case.finds(finding, _MANY)
