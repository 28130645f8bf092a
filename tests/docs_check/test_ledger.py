"""The ledger and the office's lists, by the command: what a batch applied for is known when the next one is checked."""

from __future__ import annotations

import json
from pathlib import Path

import many
import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from checks.pack.load import load_pack
from checks.pack.shipped import find_packs
from docs_check.commands.cli import app
from docs_check.report.stored import load

DISTRICT = "平度市"


class Prepared:
    """Gives each file the reading prepared for it."""

    engine = "prepared 1"

    def __init__(self, readings):
        self._readings = {one.file: one for one in readings}

    def read(self, files, forms):
        return (self._readings[file.name] for file in files)


@pytest.fixture(scope="module")
def policy():
    return load_pack(find_packs()["qingdao-2022-export-credit"])


@pytest.fixture
def check(policy, tmp_path):
    """Checks a batch of one company under a name; gives the findings of some codes."""

    def check(name, *options):
        readings = list(many.readings(policy, 0, DISTRICT))
        for reading in readings:
            path = tmp_path / name / reading.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x")
        out = tmp_path / f"{name}-report"
        args = [str(tmp_path / name), "--out", str(out), "--no-cache", "--format", "json", "--exit-zero", *options]
        result = CliRunner().invoke(app, [*args, "--select", "CX006,CX010,RG"], obj=Prepared(readings))
        assert result.exit_code == 0, result.output
        return out, json.loads((out / "report.json").read_text("utf-8"))["defects"]

    return check


def invoke(*args: str | Path) -> str:
    result = CliRunner().invoke(app, [str(arg) for arg in args])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_finished_batch_is_known_to_the_next_and_not_to_itself(check, policy, tmp_path):
    ledger = tmp_path / "台账.sqlite"
    report, _ = check("第一批")
    for _ in range(2):  # once more takes the place of what was there
        assert "1 家" in invoke("ledger", "add", report, "--ledger", ledger)
    assert policy.name.zh in invoke("ledger", "list", "--ledger", ledger)
    out, found = check("第二批", "--ledger", str(ledger))
    assert {one["code"] for one in found} == {"CX006"}
    assert "2022" in found[0]["message"]
    assert DISTRICT in found[0]["message"]
    assert load(out)[0].basis.known  # the review can judge it again
    _, itself = check("第一批", "--ledger", str(ledger))
    assert not itself


def test_a_table_of_earlier_years_is_imported(check, policy, tmp_path):
    company = many.company(policy, 0, DISTRICT)
    book = Workbook()
    book.active.append(["2021年度兑现情况"])
    book.active.append(["序号", "企业名称", "统一社会信用代码", "发票号码", "补贴金额"])
    book.active.append([1, "别的公司", "", company.invoice().get("invoice_no").value, 3.5])
    book.active.append([2, company.name, company.code, "", 6])
    book.save(tmp_path / "2021年.xlsx")
    ledger = tmp_path / "台账.sqlite"
    invoke("ledger", "import", tmp_path / "2021年.xlsx", "--ledger", ledger, "--year", "2021", "--title", "某项目")
    _, found = check("批", "--ledger", str(ledger))
    assert {(one["code"], one["severity"]) for one in found} == {("CX010", "error"), ("RG001", "info")}
    assert all("2021 某项目" in one["message"] for one in found)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_list_of_an_office_as_csv(check, policy, tmp_path, encoding):
    company = many.company(policy, 0, DISTRICT)
    lists = tmp_path / "名单"
    lists.mkdir()
    text = f"失信企业\n企业名称,统一社会信用代码\n别的公司,\n{company.name},{company.code}\n"
    (lists / "失信名单.csv").write_text(text, encoding=encoding)
    _, found = check("批", "--list", str(lists))
    assert [one["code"] for one in found] == ["RG001"]
    assert "失信名单" in found[0]["message"]


def test_what_is_no_list_and_no_ledger_is_said(tmp_path):
    (tmp_path / "x.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    (tmp_path / "x.sqlite").write_text("no", encoding="utf-8")
    batch = tmp_path / "batch"
    batch.mkdir()
    (batch / "a.txt").write_text("x", encoding="utf-8")
    for options, said in ((["--list", "x.csv"], "企业名称"), (["--ledger", "x.sqlite"], "不是 docs-check 的台账")):
        args = [str(batch), options[0], str(tmp_path / options[1])]
        result = CliRunner().invoke(app, args)
        assert result.exit_code == 2
        assert said in result.output
