"""Invented companies: all that their papers say, consistent unless a fault is planted later."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import cn2an
from ruamel.yaml import YAML
from stdnum.cn import uscc

from drawing import pack

RATIO = 0.6  # of the premium, the policy's share
TAX = 0.06
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # of GB 32100-2015: no I, O, S, V, Z
CERTIFICATES = ("customs_certificate", "tax_certificate", "forex_certificate", "environment_certificate")
COMPANY_KINDS = ("application_form", "business_licence", "insurance_policy", "premium_invoice", *CERTIFICATES)

Values = dict[str, str]


@cache
def names() -> dict[str, Any]:
    return YAML(typ="safe").load((pack.SAMPLES / "drawing" / "names.yaml").read_text(encoding="utf-8"))


def credit_code(district: str, rng: random.Random) -> str:
    body = "91" + names()["codes"].get(district, "370200") + "".join(rng.choices(ALPHABET, k=9))
    return body + uscc.calc_check_digit(body)


def person(rng: random.Random) -> str:
    return rng.choice(names()["surnames"]) + rng.choice(names()["given"])


def capitals(yuan: float) -> str:
    return cn2an.an2cn(f"{yuan:.2f}", "rmb")


def company_name(district: str, rng: random.Random) -> str:
    pool = names()
    place = f"青岛市{district}" if rng.random() < 0.1 and district[-1] in "区市" else rng.choice(pool["places"])
    middle = (
        rng.choice(pool["first"])
        + rng.choice(pool["second"])
        + (rng.choice(pool["second"]) if rng.random() < 0.3 else "")
    )
    return place + middle + rng.choice(pool["trades"]) + rng.choice(pool["forms"])


def invent(district: str, rng: random.Random, name: str | None = None) -> Values:
    """One company's facts, as strings in the units of the labels."""
    pool = names()
    exports_before = rng.choice((rng.uniform(300, 950), rng.uniform(1100, 4800), rng.uniform(5200, 16000)))
    exports = exports_before * rng.uniform(0.78, 1.06)
    insurer = rng.choice(pool["insurers"])
    premium = round(exports * rng.uniform(0.006, 0.024), 2)
    cap = next(cap for over, cap in pool["caps"] if exports > over)
    subsidy = min(round(premium * RATIO - 0.005, 2), cap)
    before, now = f"{exports_before:.2f}", f"{exports:.2f}"
    values = {
        "company": name or company_name(district, rng),
        "credit_code": credit_code(district, rng),
        "address": f"青岛市{district}{rng.choice(pool['roads'])}{rng.randint(2, 680)}号",
        "customs_no": "37" + "".join(rng.choices("0123456789", k=8)),
        "legal": person(rng),
        "contact": f"{person(rng)} 0532-8{rng.randint(1000000, 9999999)}",
        "export_2021": before,
        "export_2022": now,
        "growth": f"{(float(now) - float(before)) / float(before) * 100:.2f}",
        "insurer": insurer,
        "policy_no": ("SCH0" if "出口信用" in insurer else "PYEC2022") + "".join(rng.choices("0123456789", k=10)),
        "product": rng.choice(pool["products"]),
        "premium": f"{premium:.2f}",
        "subsidy": f"{subsidy:.2f}",
        "subsidy_words": capitals(subsidy * 10000),
        "bank": rng.choice(pool["banks"]),
        "account": "".join(rng.choices("123456789", k=1) + rng.choices("0123456789", k=17)),
        "district": district,
        "applied_date": f"2023-03-{rng.randint(6, 17):02d}",
        "invoice_date": f"2022-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
        "invoice_no": "".join(rng.choices("0123456789", k=8)),
        "registered": f"20{rng.randint(10, 20)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
        "capital": rng.choice(("伍佰万元整", "壹仟万元整", "叁佰万元整", "贰仟万元整")),
    }
    start = int(values["applied_date"][-2:])
    values["opinion_date"] = f"2023-03-{rng.randint(start, 20):02d}"
    values["finance_date"] = f"2023-03-{rng.randint(int(values['opinion_date'][-2:]), 22):02d}"
    for kind in CERTIFICATES:
        values[f"{kind}.issued"] = f"2023-{rng.randint(1, 2):02d}-{rng.randint(3, 27):02d}"
    return values


def district_stem(district: str) -> str:
    return district.removesuffix("区").removesuffix("市").removesuffix("新") or district
