"""Faults that can be planted, by the code that must find them. Each changes a draft and says what is expected.

A fault is written `CODE argument`: `SL001 district_commerce`, `DL001 2`, `EV004 customs_certificate`.
`FACTS` change what a company says on all its papers, before they are made; `PAPERS` single papers of a company;
`DISTRICT` the district's own two."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from drawing import pack
from drawing.company import ALPHABET, RATIO, Values, capitals, company_name, credit_code, names
from drawing.drafts import CompanyDraft, DistrictDraft, Expected
from drawing.papers import LAST_REVIEW_DAY

# An office that no paper of the policy may come from.
WRONG_OFFICE = "青岛市{district}应急管理局"
LAST_DAY = 20  # of March 2023, by the policy


def _of(draft: CompanyDraft, code: str, kind: str, **more: object) -> Expected:
    return {"code": code, "district": draft.district, "applicant": draft.facts["company"], "kind": kind, **more}


def _own(draft: DistrictDraft, code: str, kind: str, **more: object) -> Expected:
    return {"code": code, "district": draft.name, "applicant": None, "kind": kind, **more}


# On all of a company's papers.


def _late(facts: Values, argument: str, rng: random.Random) -> Expected:
    days = int(argument or 1)
    facts["applied_date"] = f"2023-03-{LAST_DAY + days}"
    facts["opinion_date"] = facts["finance_date"] = f"2023-03-{max(LAST_REVIEW_DAY, LAST_DAY + days)}"
    return {"code": "DL001", "kind": "application_form", "days": days}


def _blank_date(facts: Values, argument: str, rng: random.Random) -> Expected:
    facts[argument or "applied_date"] = ""
    return {"code": "DT001", "kind": "application_form"}


def _no_such_day(facts: Values, argument: str, rng: random.Random) -> Expected:
    facts[argument or "applied_date"] = "2023-02-30"
    return {"code": "DT002", "kind": "application_form"}


def _slipped_year(facts: Values, argument: str, rng: random.Random) -> Expected:
    meant = facts["applied_date"]
    facts["applied_date"] = "2022" + meant[4:]
    return {"code": "DT003", "kind": "application_form", "suggest": meant}


def _order(facts: Values, argument: str, rng: random.Random) -> Expected:
    facts["applied_date"], facts["opinion_date"], facts["finance_date"] = "2023-03-16", "2023-03-13", "2023-03-17"
    return {"code": "DT004", "kind": "application_form"}


def _ask(facts: Values, premium: float, subsidy: float) -> None:
    facts |= {
        "premium": f"{premium:.2f}",
        "subsidy": f"{subsidy:.2f}",
        "subsidy_words": capitals(round(subsidy * 10000, 2)),
    }


def _over_cap(facts: Values, argument: str, rng: random.Random) -> Expected:
    cap = next(cap for over, cap in names()["caps"] if float(facts["export_2022"]) > over)
    _ask(facts, cap * 1.2 / RATIO, cap * 1.2)
    return {"code": "AM001", "kind": "application_form", "cap": cap}


def _over_ratio(facts: Values, argument: str, rng: random.Random) -> Expected:
    premium = min(float(facts["premium"]), float(facts["subsidy"]))
    _ask(facts, premium, premium * 0.8)
    return {"code": "AM002", "kind": "application_form"}


def _growth(facts: Values, argument: str, rng: random.Random) -> Expected:
    facts["growth"] = f"{float(facts['growth']) + 5.5:.2f}"
    return {"code": "AM005", "kind": "application_form"}


def _bad_code(facts: Values, argument: str, rng: random.Random) -> Expected:
    code = facts["credit_code"]
    facts["credit_code"] = code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 7) % len(ALPHABET)]
    return {"code": "CX002", "kind": "application_form"}


FACTS: dict[str, Callable[[Values, str, random.Random], Expected]] = {
    "DL001": _late,
    "DT001": _blank_date,
    "DT002": _no_such_day,
    "DT003": _slipped_year,
    "DT004": _order,
    "AM001": _over_cap,
    "AM002": _over_ratio,
    "AM005": _growth,
    "CX002": _bad_code,
}


# On single papers of a company.


def _no_seal(draft: CompanyDraft, argument: str) -> list[Expected]:
    """The argument is a slot of the form, or a kind that lacks its issuer's seal."""
    kind, slot = (argument, "issuer") if argument in draft.papers else ("application_form", argument or "applicant")
    paper = draft.papers[kind]
    paper.seals.pop(paper.stamp_at(slot))
    return [_of(draft, "SL001", kind, slot=slot)]


def _wrong_seal(draft: CompanyDraft, argument: str) -> list[Expected]:
    slot = argument or "applicant"
    paper = draft.papers["application_form"]
    at = paper.stamp_at(slot)
    if slot == "applicant":
        wrong = company_name(draft.district, draft.rng)
    else:
        other = "district_finance" if slot == "district_commerce" else "district_commerce"
        wrong = pack.office(other, draft.district)
    paper.seals[at] = replace(paper.seals[at], text=wrong, party=None, wear="clear")
    return [_of(draft, "SL002", "application_form", slot=slot)]


def _misplaced(draft: CompanyDraft, argument: str) -> list[Expected]:
    """The seal stands among the fields at the head of the form."""
    slot = argument or "applicant"
    paper = draft.papers["application_form"]
    at = paper.stamp_at(slot)
    paper.seals[at] = replace(paper.seals[at], at=(0.71, 0.26), shift=None, wear="clear")
    return [_of(draft, "SL003", "application_form", slot=slot)]


def _off_signature(draft: CompanyDraft, argument: str) -> list[Expected]:
    kind = argument or "forex_certificate"
    paper = draft.papers[kind]
    at = paper.stamp_at("issuer")
    paper.seals[at] = replace(paper.seals[at], at=(0.29, 0.82), wear="clear")
    return [_of(draft, "SL007", kind, slot="issuer")]


def _not_there(draft: CompanyDraft, argument: str) -> list[Expected]:
    kinds = argument.split("+") if argument else ["tax_certificate"]
    for kind in kinds:
        del draft.papers[kind]
    return [_of(draft, "EV001", kind) for kind in kinds]


def _wrong_office(draft: CompanyDraft, argument: str) -> list[Expected]:
    kind = argument or "environment_certificate"
    paper, office = draft.papers[kind], WRONG_OFFICE.format(district=draft.district)
    paper.values["issuer"] = office
    at = paper.stamp_at("issuer")
    paper.seals[at] = replace(paper.seals[at], text=office, wear="clear")
    return [_of(draft, "EV002", kind)]


def _other_year(draft: CompanyDraft, argument: str) -> list[Expected]:
    kind = argument or "premium_invoice"
    values = draft.papers[kind].values
    if kind == "premium_invoice":
        values["invoice_date"] = "2021" + values["invoice_date"][4:]
    else:
        values["period"] = "自2021年1月1日至2021年12月31日"
    return [_of(draft, "EV003", kind)]


def _of_another(draft: CompanyDraft, argument: str) -> list[Expected]:
    kind = argument or "customs_certificate"
    other = {"company": company_name(draft.district, draft.rng), "credit_code": credit_code(draft.district, draft.rng)}
    draft.papers[kind].values |= other
    return [_of(draft, "EV004", kind)]


def _other_name(draft: CompanyDraft, argument: str) -> list[Expected]:
    kind = argument or "premium_invoice"
    draft.papers[kind].values["company"] = company_name(draft.district, draft.rng)
    return [_of(draft, "CX001", kind)]


def _other_code(draft: CompanyDraft, argument: str) -> list[Expected]:
    kind = argument or "business_licence"
    draft.papers[kind].values["credit_code"] = credit_code(draft.district, draft.rng)
    return [_of(draft, "CX003", kind)]


def _blank_field(draft: CompanyDraft, argument: str) -> list[Expected]:
    draft.papers["application_form"].values[argument or "customs_no"] = ""
    return [_of(draft, "CX007", "application_form")]


def _other_words(draft: CompanyDraft, argument: str) -> list[Expected]:
    values = draft.papers["application_form"].values
    values["subsidy_words"] = capitals(round(float(values["subsidy"]) * 10000 + 3000, 2))
    return [_of(draft, "AM004", "application_form")]


PAPERS: dict[str, Callable[[CompanyDraft, str], list[Expected]]] = {
    "SL001": _no_seal,
    "SL002": _wrong_seal,
    "SL003": _misplaced,
    "SL007": _off_signature,
    "EV001": _not_there,
    "EV002": _wrong_office,
    "EV003": _other_year,
    "EV004": _of_another,
    "CX001": _other_name,
    "CX003": _other_code,
    "CX007": _blank_field,
    "AM004": _other_words,
}


# On the district's own papers.


def _review_late(draft: DistrictDraft, argument: str) -> list[Expected]:
    days = int(argument or 1)
    draft.opinion.values |= {"opinion_date": f"2023-03-{LAST_REVIEW_DAY + days}", "date_form": ""}
    return [_own(draft, "DL002", "review_opinion", days=days)]


def _year_before(draft: DistrictDraft, argument: str) -> list[Expected]:
    draft.opinion.values |= {"opinion_date": "2022-03-23", "title": "statement", "date_form": ""}
    return [_own(draft, "DT003", "review_opinion", suggest="2023-03-23")]


def _sealed_by_company(draft: DistrictDraft, argument: str) -> list[Expected]:
    stamp = draft.summary.seals[0]
    company = draft.companies[0].facts["company"]
    draft.summary.seals[0] = replace(stamp, text=company, party="applicant", wear="clear")
    return [_own(draft, "SL002", "summary_table", slot="district_commerce")]


def _summary_unsealed(draft: DistrictDraft, argument: str) -> list[Expected]:
    draft.summary.seals.clear()
    return [_own(draft, "SL001", "summary_table", slot="district_commerce")]


def _figure_differs(draft: DistrictDraft, argument: str) -> list[Expected]:
    row, values = draft.summary.rows[0], draft.summary.values
    more = 1.25
    for holder, name in ((row, "subsidy"), (values, "total")):
        holder[name] = f"{float(holder[name]) + more:.2f}"
    return [_own(draft, "CX004", "summary_table") | {"applicant": row["company"]}]


def _row_left_out(draft: DistrictDraft, argument: str) -> list[Expected]:
    row, values = draft.summary.rows.pop(), draft.summary.values
    for total, name in (("export_total", "export_2022"), ("premium_total", "premium"), ("total", "subsidy")):
        values[total] = f"{float(values[total]) - float(row[name]):.2f}"
    return [_own(draft, "CX005", "summary_table") | {"applicant": row["company"]}]


def _wrong_total(draft: DistrictDraft, argument: str) -> list[Expected]:
    draft.summary.values["total"] = f"{float(draft.summary.values['total']) + 10:.2f}"
    return [_own(draft, "AM005", "summary_table")]


def _opinion_differs(draft: DistrictDraft, argument: str) -> list[Expected]:
    draft.opinion.values["count"] = str(int(draft.opinion.values["count"]) + 1)
    return [_own(draft, "CX008", "review_opinion")]


def _opinion_off_signature(draft: DistrictDraft, argument: str) -> list[Expected]:
    draft.opinion.seals[0] = replace(draft.opinion.seals[0], at=(0.28, 0.82), wear="clear")
    return [_own(draft, "SL007", "review_opinion", slot="district_commerce")]


DISTRICT: dict[str, Callable[[DistrictDraft, str], list[Expected]]] = {
    "DL002": _review_late,
    "DT003": _year_before,
    "SL001": _summary_unsealed,
    "SL002": _sealed_by_company,
    "SL007": _opinion_off_signature,
    "CX004": _figure_differs,
    "CX005": _row_left_out,
    "AM005": _wrong_total,
    "CX008": _opinion_differs,
}


def plant_facts(facts: Values, faults: list[str], rng: random.Random) -> list[Expected]:
    """Plants those faults that change a company's facts; what they must be found as, without district and company."""
    return [FACTS[code](facts, argument, rng) for code, argument in map(_split, faults) if code in FACTS]


def plant_in_papers(draft: CompanyDraft, faults: list[str]) -> list[Expected]:
    found: list[Expected] = []
    for code, argument in map(_split, faults):
        if code in PAPERS:
            found += PAPERS[code](draft, argument)
        elif code not in FACTS:
            raise KeyError(f"no fault {code!r} can be planted in a company")
    return found


def plant_in_district(draft: DistrictDraft, faults: list[str]) -> list[Expected]:
    return [expected for code, argument in map(_split, faults) for expected in DISTRICT[code](draft, argument)]


def _split(fault: str) -> tuple[str, str]:
    code, _, argument = fault.partition(" ")
    return code, argument
