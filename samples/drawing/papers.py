"""What a paper says and who seals it, from a company's or a district's facts."""

from __future__ import annotations

import random
from collections.abc import Sequence

from drawing import pack
from drawing.company import CERTIFICATES, Values, credit_code, district_stem, names, person
from drawing.seals import Stamp

# Invoices are electronic, on paper under an oval seal, or fully digital without any.
INVOICE_PAPERS = ("electronic", "paper", "full")
INVOICE_SHARES = (5, 3, 2)
LAST_REVIEW_DAY = 22  # of March 2023, by the policy


def issuer_of(kind: str, district: str) -> str:
    return {
        "customs_certificate": "中华人民共和国青岛海关",
        "tax_certificate": f"国家税务总局青岛市{district}税务局"
        if district[-1] == "区"
        else f"国家税务总局{district}税务局",
        "forex_certificate": "国家外汇管理局青岛市分局",
        "environment_certificate": f"青岛市生态环境局{district_stem(district)}分局",
    }[kind]


def paper_values(kind: str, company: Values, rng: random.Random) -> Values:
    """A company's paper: its facts, and what only this kind says."""
    values = dict(company)
    if kind in CERTIFICATES:
        values |= {"issuer": issuer_of(kind, company["district"]), "issued": company[f"{kind}.issued"]}
    if kind == "premium_invoice":
        values["paper"] = company.get("paper") or rng.choices(INVOICE_PAPERS, INVOICE_SHARES)[0]
        values["seller_code"] = credit_code(company["district"], random.Random(company["insurer"]))
        if values["paper"] == "full":
            values["invoice_no"] = "2237" + "0" * 4 + values["invoice_no"] + "1234"
    if kind == "business_licence":
        registry = names()["registry"]
        values["issuer"] = registry.get(company["district"], registry["other"])
    return values


def _last_opinion(companies: Sequence[Values]) -> int:
    """The day of March by which the district had looked at all forms: its own papers are not earlier."""
    days = [int(company["opinion_date"][-2:]) for company in companies if company["opinion_date"]]
    return min(max([20, *days]), LAST_REVIEW_DAY)


def opinion_values(companies: Sequence[Values], district: str, rng: random.Random) -> Values:
    total = sum(float(company["subsidy"]) for company in companies)
    return {
        "issuer": pack.office("district_commerce", district),
        "count": str(len(companies)),
        "total": f"{total:.2f}",
        "opinion_date": f"2023-03-{rng.randint(_last_opinion(companies), LAST_REVIEW_DAY)}",
        "date_form": rng.choice(("", "", "numerals")),
    }


def summary_values(companies: Sequence[Values], district: str, rng: random.Random) -> Values:
    def total(name: str) -> str:
        return f"{sum(float(company[name]) for company in companies):.2f}"

    return {
        "office": pack.office("district_commerce", district),
        "filled": f"2023-03-{rng.randint(_last_opinion(companies), LAST_REVIEW_DAY)}",
        "export_total": total("export_2022"),
        "premium_total": total("premium"),
        "total": total("subsidy"),
        "clerk": person(rng),
        "phone": f"8{rng.randint(1000000, 9999999)}",
    }


def insurer_values(insurer: str, rng: random.Random) -> Values:
    premium = rng.uniform(40, 400)
    day = f"2023-03-{rng.randint(14, 22)}"
    return {
        "insurer": insurer,
        "count": str(rng.randint(200, 4000)),
        "premium": f"{premium:.2f}",
        "rate": f"0.0{rng.randint(28, 49)}",
        "subsidy": f"{premium:.2f}",
        "applied_date": day,
        "city_date": day,
    }


def usual_seals(kind: str, values: Values, rng: random.Random) -> list[Stamp]:
    """The seals that stand on such a paper when all is in order."""
    if kind == "application_form":
        district = values["district"]
        stamps = [
            Stamp(values["company"], "applicant", party="applicant"),
            Stamp(pack.office("district_commerce", district), "district_commerce", party="district_commerce"),
            Stamp(pack.office("district_finance", district), "district_finance", party="district_finance"),
        ]
        if rng.random() < 0.3:
            # A name seal beside the signature, left of the company's own.
            stamps.append(Stamp(values["legal"] + "印", "applicant", "square", shift=(-34, 4), party="person"))
        return stamps
    if kind == "summary_table":
        return [Stamp(values["office"], "district_commerce", party="district_commerce")]
    if kind == "review_opinion":
        return [Stamp(values["issuer"], "district_commerce", party="district_commerce")]
    if kind == "insurer_application":
        return [Stamp(values["insurer"], "insurer", party="insurer")]
    if kind == "premium_invoice":
        if values["paper"] == "full":
            return []
        return [Stamp(values["insurer"], "issuer", "oval", "发票专用章", values["seller_code"], party="insurer")]
    if kind == "insurance_policy":
        inner = rng.choice(("", "承保专用章", "业务专用章"))
        return [Stamp(values["insurer"], "issuer", inner=inner, party="insurer")]
    inner = "业务专用章" if kind == "tax_certificate" and rng.random() < 0.5 else ""
    return [Stamp(values["issuer"], "issuer", inner=inner, party="issuer")]
