"""A district at a time, and yet what one machine says that holds the whole batch."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import many
import pytest
from typer.testing import CliRunner

from checks.pack.load import load_pack
from checks.pack.shipped import find_packs
from docs_check.commands.cli import app
from docs_check.report.stored import load
from extractor.records import Field, Problem, Trouble, Words

ONE, TWO, THREE = "平度市", "胶州市", "市北区"


@pytest.fixture(scope="module")
def policy():
    return load_pack(find_packs()["qingdao-2022-export-credit"])


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


def run(folder, out, batch, *options):
    args = [str(folder), "--out", str(out), "--no-cache", "--format", "json", *options]
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
def reports(folder, batch):
    """The whole report of one run, and the districts' of another, made a second time over themselves."""
    whole, districts = folder.with_name("whole"), folder.with_name("by district")
    run(folder, whole, batch)
    run(folder, districts, batch, "--by-district")
    (districts / f"district-{ONE}" / "notes.txt").write_text("mine", encoding="utf-8")
    run(folder, districts, batch, "--by-district")
    return whole, districts


def text(out):
    """report.json without its times."""
    whole = (out / "report.json").read_text("utf-8")
    run = json.loads(whole)["run"]
    return whole.replace(run["started"], "").replace(f'"seconds": {run["seconds"]}', "")


def report(out):
    return json.loads((out / "report.json").read_text("utf-8"))


def test_the_whole_report_is_that_of_one_machine(reports):
    whole, districts = reports
    assert text(districts) == text(whole)
    codes = {one["code"] for one in report(whole)["defects"]}
    assert {"CX006", "DC005", "SL006", "EV004", "EV005", "DC001"} <= codes


def test_each_district_has_a_report_of_its_own(reports):
    whole, districts = reports
    every = report(whole)["defects"]
    page, found = (districts / "index.html").read_text("utf-8"), list[str]()
    for name in (ONE, TWO, THREE, "李沧区"):
        folder = districts / f"district-{name}"
        own = report(folder)["defects"]
        assert own == [one for one in every if one["district"] == name]
        assert name in page
        summary, _ = load(folder)  # it can be reviewed
        assert sorted(one.id for one in summary.findings) == sorted(one["id"] for one in own)
        found += [one["id"] for one in own]
    found += [one["id"] for one in report(districts / "beyond")["defects"]]
    assert sorted(found) == sorted(one["id"] for one in every)


def test_what_reviewers_keep_beside_a_district_is_kept(reports):
    _, districts = reports
    assert (districts / f"district-{ONE}" / "notes.txt").read_text("utf-8") == "mine"


def test_since_asks_for_one_district(folder, batch, tmp_path):
    args = [str(folder), "--out", str(tmp_path / "out"), "--by-district", "--since", str(tmp_path)]
    result = CliRunner().invoke(app, args, obj=Prepared(batch))
    assert result.exit_code == 2
    assert "--since" in result.stderr
