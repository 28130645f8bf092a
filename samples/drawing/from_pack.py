"""Papers of any policy, drawn from its pack: so that a new pack is tried on papers before any real one comes in.

A plan (samples/packs/*.yaml) says who applies, what stands on each paper, and what must be found.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from drawing.layout import DrawnCell, Pens, Row, SealPlace, heading, put_date, ruled, seal_place
from drawing.letters import prose
from drawing.media import MEDIA, digitise
from drawing.pack import SAMPLES, plain
from drawing.pages import DrawnPage, truth_of
from drawing.seals import Stamp, press
from drawing.sheet import MM_PER_PT, DrawnSheet, around, paint
from drawing.styles import STYLES
from drawing.writers import write_pdf

Plan = Mapping[str, Any]
TEMPLATES = SAMPLES.parent / "templates"


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack says of its papers, as plain YAML, so that the drawing shares no fault with the reader."""

    kinds: Mapping[str, Any]
    parties: Mapping[str, Any]
    applicants: Mapping[str, str]

    @staticmethod
    @cache
    def at(folder: Path) -> Pack:
        papers, pack = (plain(folder / name) for name in ("papers.yaml", "pack.yaml"))
        return Pack(papers["kinds"], pack["parties"], pack["applicants"])

    def sealer(self, party: str, values: Mapping[str, str], district: str | None) -> str:
        """Whose seal belongs in a place: the applicant's own, or the first name that the pack gives the office."""
        spec = self.parties[party]
        if party == "applicant":
            return values[self.applicants["name"]]
        names = spec["districts"][district] if spec.get("districts") else spec["names"]
        return next((name for name in names if "*" not in name), values.get(party, names[0].replace("*", "某某")))


def draw_packs_batch(plan_file: Path, out: Path, medium: str) -> Plan:
    """Draws the batch of a plan under `out`, every page by `medium`; returns it: `expected` is what must be found."""
    plan = YAML(typ="safe").load(plan_file.read_text("utf-8"))
    folder = next(iter(TEMPLATES.glob(f"**/{plan['pack']}")))
    pack = Pack.at(folder)
    for number, applicant in enumerate(plan["applicants"]):
        for index, paper in enumerate(applicant["papers"]):
            page = _page(pack, applicant, paper, medium, plan["seed"] * 1000 + number * 50 + index)
            name = pack.kinds[paper["kind"]]["name"]
            named = name if isinstance(name, str) else name["zh"]
            place = [applicant["district"]] if applicant.get("district") else []
            file = out.joinpath(*place, applicant["folder"], f"{index + 1}{named}.pdf")
            write_pdf(file, [page])
    return plan


def draw_examples(plan_file: Path, out: Path, medium: str) -> str:
    """Draws the batch of a plan as examples for `docs-check policy test`, under `out`; returns the pack's name."""
    plan = draw_packs_batch(plan_file, out / plan_file.stem, medium)
    with (out / f"{plan_file.stem}.yaml").open("w", encoding="utf-8") as file:
        YAML().dump({"expected": [dict(one) for one in plan["expected"]]}, file)
    return plan["pack"]


def _page(pack: Pack, applicant: Plan, paper: Plan, medium: str, seed: int) -> DrawnPage:
    rng = random.Random(f"{paper['kind']} {medium} {seed}")
    look = STYLES[rng.choice(list(STYLES))]
    sheet = DrawnSheet(paper["kind"], rng)
    pens = Pens.of(look, medium == "vector", False)
    values = {key: str(value) for key, value in {**applicant["values"], **paper.get("values", {})}.items()}
    spec = pack.kinds[paper["kind"]]
    {"form": _form, "labels": _labels, "letter": _letter, "table": _table}[spec["layout"]](
        sheet, pens, pack, spec, values, paper, applicant.get("district")
    )
    for slot, place in (spec.get("slots") or {}).items():
        if slot in paper.get("without", ()) or place.get("seal") is False:
            continue
        whose = paper.get("sealed_by", {}).get(slot) or pack.sealer(place["party"], values, applicant.get("district"))
        press(sheet, Stamp(whose, slot, wear="clear"), look)
    if spec.get("original") == "copy_with_applicant_seal" and not paper.get("uncertified"):
        press(sheet, Stamp(values[pack.applicants["name"]], (0.28, 0.86), wear="clear"), look)
    if medium == "vector":
        return DrawnPage(sheet.kind, medium, sheet, truth_of(sheet, medium, np.eye(3)), None)
    jpeg, matrix = digitise(paint(sheet, MEDIA[medium].dpi), medium, rng)
    return DrawnPage(sheet.kind, medium, sheet, truth_of(sheet, medium, matrix), jpeg)


def _title(spec: Plan, paper: Plan) -> str:
    return paper.get("title") or spec["titles"][0].replace("...", "")


def _shown(name: str, field: Plan, values: Mapping[str, str]) -> str:
    written = values.get(name, "")
    if field["type"] == "date" and written.count("-") == 2:
        year, month, day = written.split("-")
        return f"{year}年{int(month)}月{int(day)}日"
    return written


def _pairs(spec: Plan, values: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Label, field and what is written, of each field that a form prints."""
    labelled = ((name, field) for name, field in spec["fields"].items() if field.get("labels"))
    return [(field["labels"][0], name, _shown(name, field, values)) for name, field in labelled]


def _form(
    sheet: DrawnSheet, pens: Pens, pack: Pack, spec: Plan, values: Mapping[str, str], paper: Plan, district: str | None
) -> None:
    style = pens.style
    y = heading(sheet, pens, _title(spec, paper), 16)
    width = sheet.size[0] - 2 * style.margin
    rows: list[Row] = [
        (8.0, [DrawnCell(label), DrawnCell(text, field=name, align="l")]) for label, name, text in _pairs(spec, values)
    ]
    widths = [0.32 * width, 0.68 * width]
    foot = ruled(sheet, pens, style.margin, y + 2, widths, rows)[-1][0][3]
    slots = spec.get("slots") or {}
    boxed = {slot: place for slot, place in slots.items() if place.get("labels")}
    depth = min(44.0, (sheet.size[1] - 14 - foot) / max(len(boxed), 1))
    cells = ruled(
        sheet,
        pens,
        style.margin,
        foot,
        widths,
        [(depth, [DrawnCell(p["labels"][0]), DrawnCell()]) for p in boxed.values()],
    )
    for (slot, place), row in zip(boxed.items(), cells, strict=True):
        day = str(paper.get("dates", {}).get(slot, ""))
        statement = "以上所填内容属实。" if place["party"] == "applicant" else "经审核，情况属实，同意。"
        seal_place(sheet, pens, row[1], SealPlace(slot, statement, style.seal_label, day, place.get("date")))
    for slot, place in slots.items():
        if slot not in boxed:
            _signature(sheet, pens, slot, place, pack.sealer(place["party"], values, district), paper, foot + 30)


def _labels(
    sheet: DrawnSheet, pens: Pens, pack: Pack, spec: Plan, values: Mapping[str, str], paper: Plan, district: str | None
) -> None:
    pt = pens.style.body_pt + 1
    y = heading(sheet, pens, _title(spec, paper), 34, 26) + 12
    for label, name, text in _pairs(spec, values):
        sheet.text(34, y, label, pens.body, pt)
        sheet.field(name, text, text, sheet.text(82, y, text, pens.body, pt))
        y += pt * MM_PER_PT * 2.2
    for slot, place in (spec.get("slots") or {}).items():
        printed = sheet.text(140, 220, place["labels"][0] if place.get("labels") else "（印章）", pens.body, pt)
        dated = put_date(sheet, pens, 140, 230, str(paper.get("dates", {}).get(slot, "2020-05-06")), place.get("date"))
        sheet.slot(slot, around(printed, dated), around(printed, dated))


def _letter(
    sheet: DrawnSheet, pens: Pens, pack: Pack, spec: Plan, values: Mapping[str, str], paper: Plan, district: str | None
) -> None:
    """Prose that says every field: a name and code first, then each in the words that the pack gives for it."""
    pt = pens.style.body_pt + 2
    y = heading(sheet, pens, _title(spec, paper), 34) + 8
    name = pack.applicants["name"]
    whom = values.get(name, "")
    code = values.get(pack.applicants.get("code") or "", "")
    text = (
        paper.get("prose") or f"兹就{whom}" + (f"（统一社会信用代码：{code}）" if code else "") + "有关情况说明如下："
    )
    marks = [(whom, name), *([(code, pack.applicants["code"])] if code else [])]
    for field_name, field in spec["fields"].items():
        if field.get("before") and values.get(field_name):
            said = f"{field['before'][0]}{_shown(field_name, field, values)}{(field.get('after') or [''])[0]}"
            text += said + "，"
            marks.append((_shown(field_name, field, values), field_name))
        elif field["type"] == "period" and values.get(field_name):
            text += f"期间为{values[field_name]}，"
    y = prose(sheet, pens, text + "特此说明。", y, [mark for mark in marks if mark[0]], pt)
    for slot, place in (spec.get("slots") or {}).items():
        _signature(sheet, pens, slot, place, pack.sealer(place["party"], values, district), paper, y + 26)


def _table(
    sheet: DrawnSheet, pens: Pens, pack: Pack, spec: Plan, values: Mapping[str, str], paper: Plan, district: str | None
) -> None:
    style, columns = pens.style, spec["rows"]
    y = heading(sheet, pens, _title(spec, paper), 18) + 2
    for label, name, text in _pairs(spec, values):
        at = sheet.text(style.margin, y, label + "：", pens.body, style.body_pt)
        sheet.field(name, text, text, sheet.text(at[2], y, text, pens.body, style.body_pt))
        y += 8
    pt, width = style.body_pt - 1, sheet.size[0] - 2 * style.margin
    head: Row = (
        10.0,
        [DrawnCell("序号", pt=pt), *(DrawnCell(column["labels"][0], pt=pt) for column in columns.values())],
    )
    body: Sequence[Row] = [
        (9.0, [DrawnCell(str(at), pt=pt), *(DrawnCell(str(row.get(name, "")), pt=pt) for name in columns)])
        for at, row in enumerate(paper.get("rows", ()), 1)
    ]
    widths = [0.08 * width, *([0.92 * width / len(columns)] * len(columns))]
    foot = ruled(sheet, pens, style.margin, y + 2, widths, [head, *body])[-1][0][3]
    for slot, place in (spec.get("slots") or {}).items():
        _signature(sheet, pens, slot, place, pack.sealer(place["party"], values, district), paper, foot + 26)


def _signature(sheet: DrawnSheet, pens: Pens, slot: str, place: Plan, whose: str, paper: Plan, y: float) -> None:
    """The party's name and the date, where its seal belongs on a letter."""
    pt = pens.style.body_pt + 1
    label = place["labels"][0] + "：" if place.get("labels") else ""
    centre = sheet.size[0] * 0.66
    named = sheet.text(centre, y, label + whose, pens.body, pt, anchor="m")
    day = str(paper.get("dates", {}).get(slot, ""))
    dated = put_date(sheet, pens, centre, y + pt * MM_PER_PT * 1.9, day, place.get("date"), "m")
    sheet.slot(slot, around(named, dated), around(named, dated))
