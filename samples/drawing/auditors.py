"""What a reviewer sees in seconds, planted in papers that are otherwise in order; and a clean twin of each, which looks
like the fault and is none."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from drawing.company import invent
from drawing.drafts import CompanyDraft, Draft, company_draft, district_draft
from drawing.layout import SCRIBBLED
from drawing.pages import DrawnPage, draw_page
from drawing.writers import write_pdf

DISTRICTS = ("市南区", "胶州市", "高新区")  # one summary has room for so many companies
FORM, POLICY, INVOICE, LICENCE, TAX = (
    "application_form",
    "insurance_policy",
    "premium_invoice",
    "business_licence",
    "tax_certificate",
)

Drafts = Sequence[CompanyDraft]


@dataclass(frozen=True, slots=True)
class Plant:
    """A fault that `codes` must find: on each of `companies` applicants, in `papers`. `fault` and `twin` change their
    drafts."""

    name: str
    code: str
    papers: tuple[str, ...]
    fault: Callable[[Drafts, random.Random], None]
    twin: Callable[[Drafts, random.Random], None]
    companies: int = 1


def _same(_: Drafts, __: random.Random) -> None:
    """Nothing: what is in order looks like this."""


def _says(kind: str, *texts: str) -> Callable[[Drafts, random.Random], None]:
    def change(drafts: Drafts, rng: random.Random) -> None:
        drafts[0].papers[kind].values["says"] = rng.choice(texts)

    return change


def _opinion(*texts: str) -> Callable[[Drafts, random.Random], None]:
    def change(drafts: Drafts, rng: random.Random) -> None:
        slot = rng.choice(("district_commerce", "district_finance"))
        drafts[0].papers[FORM].values[f"{slot}.says"] = rng.choice(texts)

    return change


def _everywhere(name: str, value: Callable[[str, random.Random], str]) -> Callable[[Drafts, random.Random], None]:
    """The second company's papers bear in `name` what `value` makes of the first's."""

    def change(drafts: Drafts, rng: random.Random) -> None:
        drafted = value(drafts[0].facts[name], rng)
        for paper in drafts[1].papers.values():
            paper.values[name] = drafted if name in paper.values else ""

    return change


def _as_is(value: str, _: random.Random) -> str:
    return value


def _one_other_digit(value: str, rng: random.Random) -> str:
    at = rng.choice([at for at, character in enumerate(value) if character.isdigit()][-4:])
    return value[:at] + str((int(value[at]) + rng.randint(3, 7)) % 10) + value[at + 1 :]


def _all_shared(drafts: Drafts, _: random.Random) -> None:
    for name in ("account", "contact", "address", "legal"):
        for paper in drafts[1].papers.values():
            paper.values[name] = drafts[0].facts[name]


def _neighbours(drafts: Drafts, rng: random.Random) -> None:
    """Same bank, same street, a telephone of the same exchange."""
    values = drafts[1].papers[FORM].values
    values |= {"bank": drafts[0].facts["bank"], "account": _one_other_digit(drafts[0].facts["account"], rng)}
    values["contact"] = f"{values['contact'].split()[0]} {_one_other_digit(drafts[0].facts['contact'].split()[1], rng)}"


def _sealed_with(inner: str) -> Callable[[Drafts, random.Random], None]:
    def change(drafts: Drafts, _: random.Random) -> None:
        paper = drafts[0].papers[FORM]
        at = paper.stamp_at("applicant")
        paper.seals[at] = replace(paper.seals[at], inner=inner, wear="clear")

    return change


def _unsigned(drafts: Drafts, _: random.Random) -> None:
    paper = drafts[0].papers[FORM]
    paper.values["signed"] = ""
    paper.seals = [stamp for stamp in paper.seals if stamp.shape != "square"]


def _other(kind: str, name: str, value: Callable[[CompanyDraft, random.Random], str]) -> Callable[..., None]:
    def change(drafts: Drafts, rng: random.Random) -> None:
        drafts[0].papers[kind].values[name] = value(drafts[0], rng)

    return change


def _other_insurer(draft: CompanyDraft, _: random.Random) -> str:
    all_of = ("中国出口信用保险公司山东分公司", "中国人民财产保险股份有限公司青岛市分公司")
    return next(one for one in all_of if one != draft.facts["insurer"])


def _fresh(name: str) -> Callable[[CompanyDraft, random.Random], str]:
    """As another company would say it."""

    def value(draft: CompanyDraft, rng: random.Random) -> str:
        while (found := invent(draft.district, rng)[name]) == draft.facts[name]:
            pass
        return found

    return value


PLANTS = (
    Plant(
        "a tax certificate that names arrears",
        "EV006",
        (FORM, TAX),
        _says(
            TAX,
            "经查询，{company}（{credit_code}）{period}存在欠税128.60万元、偷税2起。",
            "经税收征管信息系统查询，{company}（统一社会信用代码：{credit_code}）{period}欠税合计128.60万元，因偷税受到税务行政处罚2次。",
        ),
        _says(
            TAX,
            "经查询，{company}（{credit_code}）{period}不存在欠税、偷税情形。",
            "经税收征管信息系统查询，{company}（统一社会信用代码：{credit_code}）{period}未发现欠税，亦无因偷税受到行政处罚的记录。",
        ),
    ),
    Plant(
        "an opinion that refuses a company of the summary",
        "OP002",
        (FORM,),
        _opinion("不符合申报条件，不同意上报。", "经审核，该企业不符合申报条件，不予上报。"),
        _opinion("未发现不符合申报条件的情形，同意上报。", "经审核，该企业符合申报条件，同意上报。"),
    ),
    Plant("account, telephone, address and person shared", "CX011", (FORM,), _all_shared, _neighbours, 2),
    Plant(
        "an invoice used twice",
        "CX010",
        (FORM, INVOICE),
        _everywhere("invoice_no", _as_is),
        _everywhere("invoice_no", _one_other_digit),
        2,
    ),
    Plant(
        "a policy used twice",
        "CX010",
        (FORM, POLICY),
        _everywhere("policy_no", _as_is),
        _everywhere("policy_no", _one_other_digit),
        2,
    ),
    Plant("the company's seal for finance", "SL008", (FORM,), _sealed_with("财务专用章"), _sealed_with("")),
    Plant("no signature", "SG001", (FORM,), _unsigned, _same),
    Plant(
        "last year's form",
        "FM003",
        (FORM,),
        _other(FORM, "years_old", lambda _, rng: rng.choice(("1", "2"))),
        _other(FORM, "years_old", lambda _, __: "0"),
    ),
    Plant(
        "another legal representative on the licence",
        "CX009",
        (FORM, LICENCE),
        _other(LICENCE, "legal", _fresh("legal")),
        _same,
    ),
    Plant(
        "another policy number on the form",
        "CX009",
        (FORM, POLICY),
        _other(FORM, "policy_no", _fresh("policy_no")),
        _same,
    ),
    Plant("another insurer on the form", "CX009", (FORM, POLICY), _other(FORM, "insurer", _other_insurer), _same),
    Plant(
        "a product that is not supported",
        "AM003",
        (FORM,),
        _other(FORM, "product", lambda _, rng: rng.choice(("国内贸易信用保险", "中长期出口信用保险"))),
        _other(FORM, "product", lambda _, rng: rng.choice(("短期出口信用保险（综合）", "短期出口信用综合保险"))),
    ),
)


@dataclass(frozen=True, slots=True)
class Planted:
    """What a company of a drawn batch must be found to have; of a twin, nothing."""

    plant: Plant
    applicant: str
    twin: bool


def draw_plants(out: Path, medium: str, style: int, seed: int, plants: Sequence[Plant] = PLANTS) -> list[Planted]:
    """Each plant and its twin, on companies of their own, and the summaries in which all stand."""
    rng = random.Random(f"plants {medium} {style} {seed}")
    planted, drafts = list[Planted](), list[CompanyDraft]()
    for number, plant in enumerate(plants):
        for twin in (False, True):
            own = [_drafted(plant, DISTRICTS[number % len(DISTRICTS)], drafts, rng) for _ in range(plant.companies)]
            (plant.twin if twin else plant.fault)(own, rng)
            planted += [Planted(plant, draft.facts["company"], twin) for draft in own]
            drafts += own
    for number, draft in enumerate(drafts):
        pages = [_page(paper, medium, seed * 1000 + number, style) for paper in draft.papers.values()]
        write_pdf(out / draft.district / f"{draft.facts['company']}.pdf", pages)
    for district in DISTRICTS:
        own_papers = district_draft(district, [draft for draft in drafts if draft.district == district], rng)
        for name, paper in (("汇总表", own_papers.summary), ("初审意见", own_papers.opinion)):
            write_pdf(out / district / f"{name}.pdf", [_page(paper, medium, seed, style)])
    return planted


def _drafted(plant: Plant, district: str, before: Drafts, rng: random.Random) -> CompanyDraft:
    """A company with the plant's papers alone, all signed; what it says is no other's."""
    taken = {draft.facts[name] for draft in before for name in ("company", "legal", "contact", "address")}
    while taken & set((facts := invent(district, rng)).values()):
        pass
    draft = company_draft(facts, rng)
    draft.papers = {kind: paper for kind, paper in draft.papers.items() if kind in plant.papers}
    draft.papers[FORM].values["signed"] = SCRIBBLED
    return draft


def _page(paper: Draft, medium: str, seed: int, style: int) -> DrawnPage:
    return draw_page(paper.kind, paper.values, paper.seals, medium, seed, style, rows=paper.rows)
