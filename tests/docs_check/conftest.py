"""A small batch made by hand: a district with two companies, an insurer, papers of an unknown district, bad files."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from checks.records import Batch, District, Dossier, Evidence, Outcome, Scope, Severity, Verdict
from docs_check.intake.walk import FoundFile, LeftOut
from docs_check.report.summarise import summarise
from docs_check.report.summary import PolicyInfo, RuleInfo, RunFacts, Summary
from extractor.forms import Forms, KindSpec, Layout
from extractor.records import (
    Box,
    Color,
    DateMention,
    DateState,
    Document,
    Field,
    FileReading,
    Line,
    Place,
    Problem,
    Row,
    Seal,
    Shape,
    Trouble,
    Words,
)

EVIL = '<script>alert("1")</script>\u202e[red]=HYPERLINK("x")\x1b[31m'
PLACE = Place(1, Box(0.5, 0.6, 0.7, 0.7))


def words(text: str) -> Words:
    return Words(text, f"{text} (en)")


def sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def paper(file: str, kind: str | None, company: str | None = None, pages: tuple[int, ...] = (1,)) -> Document:
    place = Place(pages[0], Box(0.2, 0.1, 0.5, 0.12))
    fields = (Field("company", place, company, company, 0.99),) if company else ()
    seal = Seal(PLACE, Shape.ROUND, Color.RED, "某某公司", "", 0.98, "某某公司", 0.98, "applicant")
    mention = DateMention(PLACE, "2023年3月6日", date(2023, 3, 6), DateState.READ, (2023, 3, 6), 0.99, "applicant")
    lines = ((pages[0], Line(place.box, "企业名称", 0.99)),)
    return Document(file, pages, kind, 1.0 if kind else 0.0, "标题", fields, (), (), (mention,), (seal,), lines=lines)


def reading(file: str, *documents: Document, problem: Problem | None = None, pages: int = 1) -> FileReading:
    return FileReading(file, sha(file), pages, documents, (problem,) if problem else ())


def outcome(code: str, verdict: Verdict, company: str | None = "甲公司", **more: object) -> Outcome:
    base = Outcome(
        code=code,
        verdict=verdict,
        scope=Scope.PAPER,
        subject="s",
        because=words("因为"),
        district="东区",
        applicant=company,
        credit_code={"甲公司": "A1", "乙公司": "B2"}.get(company or ""),
    )
    if base.is_finding:
        base = replace(
            base,
            expected=words("应盖章"),
            found=words("没有"),
            message=words(f"{company}缺章"),
            suggestion=words("补盖"),
        )
    return replace(base, **more)  # type: ignore[arg-type]


FORMS = Forms(
    kinds={
        "form": KindSpec(words("申请表"), Layout.FORM, ("申请表",), "applicant", {}),
        "table": KindSpec(words("汇总表"), Layout.TABLE, ("汇总表",), "district", {}),
        "ins": KindSpec(words("保险机构表"), Layout.FORM, ("保险表",), "insurer", {}),
    },
    parties={},
    districts={"东区": ()},
)
RULES = {
    code: RuleInfo(code, name, words(title), words(f"没有{title}"))
    for code, name, title in (
        ("SL001", "seal-missing", "缺少印章"),
        ("SL002", "seal-wrong-owner", "盖错印章"),
        ("DT001", "date-missing", "缺少日期"),
        ("EV001", "evidence-missing", "缺少材料"),
        ("FM001", "form-wrong-party", "表格设计"),
        ("DC001", "unreadable", "文件读不出"),
        ("DC003", "kind-unknown", "种类不明"),
    )
}


@dataclass
class Made:
    """What `summarise` is given, so that a test can change one part of it."""

    folder: Path
    batch: Batch
    outcomes: list[Outcome]
    left_out: list[LeftOut] = field(default_factory=list)

    def summary(self) -> Summary:
        run = RunFacts(self.folder, "0", "fake 1", "2026-01-01T00:00:00+08:00", 1.5, 1, (), (), words("没有第二识读"))
        policy = PolicyInfo("p", "1", words("某政策"), "某文", words("只有这一个"))
        return summarise(self.batch, self.outcomes, self.left_out, policy, FORMS, RULES, run)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    folder = tmp_path / "batch"
    folder.mkdir()
    Image.new("RGB", (600, 800), "white").save(folder / "a.png")
    form_a, form_b = paper("a.png", "form", "甲公司"), paper("b.png", "form", EVIL)
    table, unknown, stray = paper("t.png", "table"), paper("u.png", None), paper("x.png", "form", "丙公司")
    insurer = paper("i.png", "ins")
    insurer = replace(insurer, fields=(Field("insurer", PLACE, "某保险", "某保险", 0.9),))
    rows = (Row(PLACE, (Field("company", PLACE, "甲公司", "甲公司", 0.9), Field("subsidy", PLACE, "", None, 0.0))),)
    table = replace(table, rows=rows)
    broken = Problem(Trouble.UNREADABLE, words("文件已损坏"))
    batch = Batch(
        districts=(
            District(
                "东区",
                (
                    Dossier("甲公司", "A1", "东区", (form_a,), "甲"),
                    Dossier(EVIL, "B2", "东区", (form_b, unknown), "乙"),
                ),
                (table,),
            ),
            District(None, (Dossier("丙公司", None, None, (stray,), ""),), ()),
        ),
        others=(insurer,),
        files=(
            reading("a.png", form_a),
            reading("b.png", form_b),
            reading("bad.pdf", problem=broken, pages=0),
            reading("i.png", insurer),
            reading("t.png", table),
            reading("u.png", unknown),
            reading("x.png", stray),
        ),
    )
    seen = Evidence("a.png", PLACE, "2023年3月6日", 0.9)
    outcomes = [
        outcome("SL001", Verdict.DEFECT, file="a.png", place=PLACE, kind="form", slot="applicant", evidence=(seen,)),
        outcome("SL001", Verdict.PASS),
        outcome("DT001", Verdict.PASS),
        outcome("EV001", Verdict.DEFECT, EVIL, kind="table", message=words(f"{EVIL}缺材料")),
        outcome("SL002", Verdict.UNSURE, EVIL, file="b.png", place=PLACE, kind="form", slot="applicant"),
        outcome("DC003", Verdict.DEFECT, EVIL, file="u.png", severity=Severity.INFO),
        outcome("SL001", Verdict.DEFECT, None, file="t.png", place=PLACE, kind="table", slot="district"),
        outcome("DT001", Verdict.DEFECT, "丙公司", district=None, file="x.png", place=PLACE, kind="form"),
        outcome("FM001", Verdict.DEFECT, "某保险", district=None, file="i.png", place=PLACE, kind="ins"),
        outcome("DC001", Verdict.DEFECT, None, district=None, file="bad.pdf", scope=Scope.FILE),
    ]
    return Made(folder, batch, outcomes, [LeftOut(".hidden", words("隐藏文件"))])


class FakeReader:
    """Reads nothing: gives each file the reading prepared for it, else one that holds no paper."""

    engine = "fake 1"

    def __init__(self, readings: Sequence[FileReading] = ()) -> None:
        self._readings = {one.file: one for one in readings}

    def read(self, files: Sequence[FoundFile], forms: Forms) -> Iterator[FileReading]:
        for file in files:
            yield self._readings.get(file.name) or FileReading(file.name, sha(file.name), 1, (), (), (1,))


@pytest.fixture
def fake_reader() -> type[FakeReader]:
    return FakeReader


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB. Only the superuser of a Linux machine can be given one."""
    place = tmp_path / "tiny"
    place.mkdir()
    mount = shutil.which("mount")
    given = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, check=False
    )
    if not given or given.returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)
