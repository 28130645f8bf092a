"""A batch is judged a district at a time, and says what is said where all of it is judged at once."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import many
import pytest
from typer.testing import CliRunner

from checks.grouping.batch import group
from checks.judge import doubted, judge
from checks.pack.load import load_pack
from checks.pack.shipped import find_packs
from docs_check.commands.cli import app
from docs_check.report.decided.corrections import readings_on
from docs_check.report.decided.verdicts import Action, NewVerdict, Verdicts
from docs_check.report.office import room_of
from docs_check.report.rulebook import rulebook
from docs_check.report.stored import load
from docs_check.report.summarise import summarise
from docs_check.report.summary import Basis
from docs_check.reports.formats import write
from extractor.records import Field, Problem, Trouble, Words
from extractor.seals.owners import name_owners

PACK = "qingdao-2022-export-credit"
ONE, TWO, THREE = "平度市", "胶州市", "市北区"


@pytest.fixture(scope="module")
def policy():
    return load_pack(find_packs()[PACK])


def moved(reading, file):
    return replace(reading, file=file, documents=tuple(replace(one, file=file) for one in reading.documents))


def by_kind(readings):
    return {reading.documents[0].kind: reading for reading in readings}


@pytest.fixture(scope="module")
def batch(policy):
    """Districts that have to do with each other in every way that a rule looks at."""
    companies = [(0, ONE), (1, ONE), (2, TWO), (3, TWO), (4, THREE)]
    papers = [by_kind(many.readings(policy, number, district)) for number, district in companies]
    worn = "".join(random.Random(1).choice("123456789abcdef") for _ in range(768))
    for one in (papers[1], papers[3]):  # one impression on forms of two districts
        form = one["application_form"].documents[0]
        seal = replace(form.seals[1], impression=worn)
        one["application_form"] = replace(
            one["application_form"], documents=(replace(form, seals=(form.seals[0], seal, form.seals[2])),)
        )
    twice = [moved(reading, f"{THREE}/又一次/{reading.file.split('/')[-1]}") for reading in papers[0].values()]
    astray = papers[4].pop("tax_certificate")
    astray = moved(astray, f"{ONE}/{many.company(policy, 1, ONE).name}/别家的.pdf")
    del papers[1]["forex_certificate"], papers[1]["customs_certificate"], papers[0]["forex_certificate"]
    loose = [moved(reading, f"散件/{at}.pdf") for at, reading in enumerate(many.readings(policy, 9, ONE))]
    made = many.company(policy, 0, ONE)
    kind = next(kind for kind, spec in policy.kinds.items() if spec.subject == "insurer")
    field = Field("insurer", loose[0].documents[0].fields[0].place, "某保险公司", "某保险公司", 0.99)
    insurers = replace(made.licence(), kind=kind, fields=(field,), seals=(), slots=(), dates=(), file=f"{TWO}/保险.pdf")
    broken = (Problem(Trouble.UNREADABLE, Words("坏了", "broken")),)
    bad = replace(loose[0], documents=(), problems=broken)
    every = [reading for one in papers for reading in one.values()]
    every += [*twice, astray, *loose, made.reading(insurers), made.reading(made.summary())]
    every += [moved(bad, f"{TWO}/坏.pdf"), moved(bad, "李沧区/坏.pdf"), moved(bad, "坏.pdf")]
    return [replace(one, sha256=str(hash(one.documents or one.file) % 10**9)) for one in every]


class Prepared:
    """Gives each file the reading prepared for it."""

    engine = "prepared 1"

    def __init__(self, readings):
        self._readings = {one.file: one for one in readings}

    def read(self, files, forms):
        return (self._readings[file.name] for file in files)


def run(folder, out, batch):
    """With a receipt register that matches the papers in some places only."""
    register = folder.with_name("登记.csv")
    if not register.exists():
        rows = [
            f"青岛登记{name}贸易有限公司,2023年3月20日,{district}"
            for name, district in zip("甲乙丙", (ONE, "", "城阳区"), strict=True)
        ]
        named = [f"{many.company(load_pack(find_packs()[PACK]), number, ONE).name},2023年3月20日," for number in (0, 2)]
        register.write_text("\n".join(["企业名称,收件日期,区市", *rows, *named]), encoding="utf-8")
    args = [str(folder), "--out", str(out), "--no-cache", "--format", "json", "--register", str(register)]
    result = CliRunner().invoke(app, args, obj=Prepared(batch))
    assert result.exit_code == 3, result.output


@pytest.fixture(scope="module")
def folder(batch, tmp_path_factory):
    folder = tmp_path_factory.mktemp("districts") / "batch"
    for reading in batch:
        path = folder / reading.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (folder / TWO / ".hidden").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def out(folder, batch):
    out = folder.with_name("report")
    run(folder, out, batch)
    return out


def at_once(policy, batch, folder, out):
    """The report of the batch, judged as a whole and held in memory."""
    said, _ = load(out)
    named = name_owners(batch, policy.forms)
    grouped = group(named, policy, register=said.basis.register)
    hidden = said.basis.left_out
    run = replace(
        said.run, seconds=report(out)["run"]["seconds"], places={one.file: at for at, one in enumerate(batch)}
    )
    basis = Basis(policy, tuple(named), hidden, frozenset())
    summary = summarise(
        grouped, judge(grouped, policy), hidden, said.policy, policy.forms, rulebook(policy), run, basis
    )
    folder.mkdir()
    write(["json"], summary, folder, "zh")
    return folder


def report(out):
    return json.loads((out / "report.json").read_text("utf-8"))


def test_the_report_is_that_of_the_whole_batch_judged_at_once(policy, folder, batch, out, tmp_path):
    in_order = sorted(batch, key=lambda one: one.file.split("/"))
    whole = at_once(policy, in_order, tmp_path / "at once", out)
    said, wanted = report(out), report(whole)
    # A rule that compares districts may tell of them in another order than theirs; what it says is the same.
    assert sorted(map(repr, said.pop("outcomes"))) == sorted(map(repr, wanted.pop("outcomes")))
    assert json.dumps(said) == json.dumps(wanted)
    codes = {one["code"] for one in report(out)["defects"]}
    assert {"CX006", "DC005", "SL006", "EV004", "EV005", "DC001", "RG002"} <= codes


def test_it_can_be_reviewed_and_judged_again(out):
    summary, _ = load(out)
    assert [one.id for one in summary.findings] == [one["id"] for one in report(out)["defects"]]
    basis, run = summary.basis, summary.run
    again = judge(
        group(basis.readings, basis.policy, register=basis.register), basis.policy, select=run.select, ignore=run.ignore
    )
    assert sorted(map(repr, doubted(again, basis.doubts))) == sorted(map(repr, summary.outcomes))


def test_what_reviewers_keep_beside_the_report_is_kept(folder, batch, out):
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    run(folder, out, batch)
    assert (out / "notes.txt").read_text("utf-8") == "mine"


def test_a_corrected_reading_counts_in_the_next_report_and_can_be_taken_back(folder, batch, out):
    """What is kept beside the report stays as it was read: a person may take the correction back."""
    verdicts = Verdicts(room_of(folder, out))
    summary, _ = load(out)
    paper = next(one for one in summary.papers if one.document.kind == "application_form" and one.district == THREE)
    sha256 = summary.hashes[paper.document.file]
    written = next(one for one in readings_on(paper.document, sha256, summary.forms) if one.target.what == "date")
    new = NewVerdict(
        "王甲", Action.CORRECT, "s", "e", "DT001", "0", after="2022年13月1日", target=written.target.to_text()
    )
    verdicts.begin()
    verdicts.add(new, 0)
    before = {one["id"] for one in report(out)["defects"]}
    run(folder, out, batch)
    assert {one["code"] for one in report(out)["defects"] if one["id"] not in before}
    assert load(out)[0].outcomes == summary.outcomes
