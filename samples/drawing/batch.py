"""A whole batch: folders of districts, companies and insurers, with what must be found in it."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from drawing import pack
from drawing.company import invent, names
from drawing.drafts import CompanyDraft, DistrictDraft, Draft, Expected, company_draft, district_draft
from drawing.faults import DISTRICT, FACTS, PAPERS, plant_facts, plant_in_district, plant_in_papers
from drawing.pages import DrawnPage, draw_page
from drawing.papers import insurer_values, usual_seals
from drawing.seals import Stamp
from drawing.writers import write_broken, write_pdf, write_picture

Plan = Mapping[str, Any]

FILE_NAMES = {
    "application_form": "申请表",
    "business_licence": "营业执照（副本）",
    "insurance_policy": "保单明细",
    "premium_invoice": "保费发票",
    "customs_certificate": "海关信用证明",
    "tax_certificate": "涉税查询结果",
    "forex_certificate": "外汇证明",
    "environment_certificate": "环保证明",
    "review_opinion": "初审意见",
    "summary_table": "申报汇总表",
}
# Said besides the planted: advice, and findings about the policy itself.
TOLERATED: tuple[Expected, ...] = tuple(
    {"code": code, "district": None} for code in ("EV005", "PL001", "PL002", "PL003", "FM002", "DC004")
)
MEDIA_OF_BENCH = ("vector", "scan300", "scan200", "scan200", "scan150", "poor", "phone")


class DrawnBatch:
    """Where the files go, and the truth as it grows."""

    def __init__(self, out: Path, seed: int) -> None:
        self.out, self.seed = out, seed
        self.defects: list[Expected] = []
        self.pages: list[dict[str, Any]] = []
        self.tolerated = list(TOLERATED)

    def draw(self, paper: Draft, medium: str, style: int) -> DrawnPage:
        number = self.seed * 1000 + len(self.pages)
        return draw_page(paper.kind, paper.values, paper.seals, medium, number, style, rows=paper.rows)

    def note(self, page: DrawnPage, file: str, number: int, district: str | None, applicant: str | None) -> None:
        where = {"file": file, "page": number, "district": district, "applicant": applicant}
        truth = {name: value for name, value in page.truth.items() if name != "lines"}
        self.pages.append(where | truth)


def draw_plan(plan: Plan, out: Path) -> dict[str, Any]:
    """Draws the batch of a plan (samples/batch.yaml explains its keys) under `out`; returns what must be found, in
    the shape of a set's truth.json. The same plan gives the same files."""
    batch = DrawnBatch(out, plan["seed"])
    rng = random.Random(plan["seed"])
    for number, district in enumerate(plan["districts"]):
        _draw_district(batch, district, random.Random(f"{plan['seed']} {district['name']} {number}"))
    for insurer in plan.get("insurers", ()):
        _draw_insurer(batch, insurer, rng)
    for file in plan.get("broken", ()):
        _draw_broken(batch, file, rng)
    batch.defects += plan.get("expected", ())
    batch.tolerated += plan.get("tolerated", ())
    return {"seed": plan["seed"], "defects": batch.defects, "tolerated": batch.tolerated, "pages": batch.pages}


def write_truth(path: Path, truth: Mapping[str, Any]) -> None:
    """One finding and one page a line, so that a change can be reviewed."""

    def listed(name: str) -> str:
        return ",\n  ".join(json.dumps(entry, ensure_ascii=False) for entry in truth[name])

    parts = [f'"{name}": [\n  {listed(name)}\n]' for name in ("defects", "tolerated", "pages")]
    path.write_text(f'{{"seed": {truth["seed"]},\n' + ",\n".join(parts) + "}\n", encoding="utf-8")


def _draw_district(batch: DrawnBatch, plan: Plan, rng: random.Random) -> None:
    drafts: list[CompanyDraft] = []
    for company in plan["companies"]:
        facts = invent(plan["name"], rng, company.get("name"))
        facts |= company.get("facts", {})
        faults = list(company.get("faults", ()))
        found = plant_facts(facts, faults, rng)
        draft = company_draft(facts, rng)
        who = {"district": plan["name"], "applicant": facts["company"]}
        batch.defects += [{"code": expected["code"], **who, **expected} for expected in found]
        batch.defects += plant_in_papers(draft, faults)
        if company.get("copies"):
            _as_copies(draft)
        drafts.append(draft)
    district = district_draft(plan["name"], drafts, rng)
    batch.defects += plant_in_district(district, list(plan.get("faults", ())))
    for company, draft in zip(plan["companies"], drafts, strict=True):
        _draw_company(batch, {**plan, **company}, draft, rng)
    _draw_own(batch, plan, district)


def _as_copies(draft: CompanyDraft) -> None:
    """Licence and certificates come as grey copies under the company's own red seal."""
    for paper in draft.papers.values():
        if paper.kind == "business_licence" or paper.kind.endswith("certificate"):
            paper.seals = [
                Stamp(seal.text, seal.at, seal.shape, seal.inner, seal.serial, "grey", seal.party, "clear")
                for seal in paper.seals
            ]
            paper.seals.append(Stamp(draft.facts["company"], (0.3, 0.8), party="applicant", wear="clear"))


def _draw_company(batch: DrawnBatch, plan: Plan, draft: CompanyDraft, rng: random.Random) -> None:
    """`packing`: bundle (one PDF), files (telling names), numbered (names that say nothing)."""
    district, company = draft.district, draft.facts["company"]
    medium, style, packing = plan["medium"], plan["style"], plan.get("packing", "files")
    papers = list(draft.papers.values())
    if packing == "bundle":
        file = f"{district}/{plan.get('file') or company}.pdf"
        pages = []
        for number, paper in enumerate(papers, 1):
            pages.append(batch.draw(paper, paper.medium or medium, style))
            batch.note(pages[-1], file, number, district, company)
        write_pdf(batch.out / file, pages)
        return
    start = rng.randint(11, 4800)
    for number, paper in enumerate(papers):
        page = batch.draw(paper, paper.medium or medium, style)
        photo = medium.startswith("phone")
        told = FILE_NAMES[paper.kind]
        name = told if packing == "files" else f"IMG_{start + number:04d}" if photo else f"扫描件{start + number:04d}"
        file = f"{district}/{plan.get('folder') or company}/{name}.{'jpg' if photo else 'pdf'}"
        batch.note(page, file, 1, district, company)
        if photo:
            write_picture(batch.out / file, page)
        else:
            write_pdf(batch.out / file, [page])


def _draw_own(batch: DrawnBatch, plan: Plan, district: DistrictDraft) -> None:
    medium, style = plan.get("own_medium", "scan200"), plan["style"]
    for paper in (district.opinion, district.summary):
        page = batch.draw(paper, medium, style)
        photo = medium.startswith("phone")
        told = FILE_NAMES[paper.kind]
        if paper.values.get("title") == "statement":
            told = "初审情况说明"
        file = f"{district.name}/{told}.{'jpg' if photo else 'pdf'}"
        batch.note(page, file, 1, district.name, None)
        if photo:
            write_picture(batch.out / file, page)
        else:
            write_pdf(batch.out / file, [page])


def _draw_insurer(batch: DrawnBatch, plan: Plan, rng: random.Random) -> None:
    values = insurer_values(plan["name"], rng)
    paper = Draft("insurer_application", values, usual_seals("insurer_application", values, rng))
    page = batch.draw(paper, plan["medium"], plan["style"])
    file = f"保险机构/{plan['name']}.pdf"
    batch.note(page, file, 1, None, plan["name"])
    batch.defects.append({"code": "FM001", "district": None, "applicant": plan["name"], "kind": "insurer_application"})
    write_pdf(batch.out / file, [page])


def _draw_broken(batch: DrawnBatch, file: str, rng: random.Random) -> None:
    district = file.split("/")[0]
    facts = invent(district, rng)
    draft = company_draft(facts, rng)
    write_broken(batch.out / file, [batch.draw(draft.papers["tax_certificate"], "scan150", 1)])
    batch.defects.append({"code": "DC001", "district": district, "applicant": None, "file": file})


def draw_batch(
    out: Path,
    districts: int = 4,
    companies: int = 3,
    seed: int = 1,
    faults: float = 0.3,
    style: int | None = None,
    media: Sequence[str] = MEDIA_OF_BENCH,
    codes: Sequence[str] | None = None,
) -> dict[str, Any]:
    """A random batch for benches and calibration: about `districts * (8 * companies + 2)` pages, a share `faults` of
    companies and districts with one fault each (of `codes`, or any); returns what must be found."""
    return draw_plan(random_plan(districts, companies, seed, faults, style, media, codes), out)


def random_plan(
    districts: int,
    companies: int,
    seed: int,
    faults: float,
    style: int | None,
    media: Sequence[str],
    codes: Sequence[str] | None,
) -> dict[str, Any]:
    rng = random.Random(f"plan {seed}")
    of_company = [code for code in (*FACTS, *PAPERS) if codes is None or code in codes]
    of_district = [code for code in DISTRICT if codes is None or code in codes]

    def some(choices: list[str]) -> list[str]:
        return [rng.choice(choices)] if choices and rng.random() < faults else []

    def look() -> dict[str, Any]:
        packing = rng.choice(("bundle", "bundle", "files", "numbered"))
        return {"style": style or rng.choice((1, 2)), "medium": rng.choice(media), "packing": packing}

    plans = [
        {
            "name": name,
            **look(),
            "own_medium": rng.choice(media),
            "faults": some(of_district),
            "companies": [{**look(), "faults": some(of_company)} for _ in range(companies)],
        }
        for name in rng.sample(pack.districts(), min(districts, len(pack.districts())))
    ]
    insurers = [
        {"name": name, "style": style or rng.choice((1, 2)), "medium": rng.choice(media)}
        for name in names()["insurers"]
    ]
    return {"seed": seed, "districts": plans, "insurers": insurers}
