"""What a pack may say of choices and of persons, and what rules make of it: papers of the manual's own example."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from checks.facts.identity import Identity, matches
from checks.pack.load import PackError, load_pack
from checks.records import Verdict

MANUAL = Path(__file__).parents[2] / "docs" / "pack"
PAGE = (MANUAL / "choices.md").read_text("utf-8")
ONE, TWO = "11010519491231002X", "370602199003071235"


@pytest.fixture
def example(tmp_path):
    """Loads the example with what the page on choices adds; `more` changes the text of its rules."""

    def loaded(old: str = "", new: str = ""):
        yaml = YAML(typ="safe")
        for name in ("pack.yaml", "papers.yaml", "rules.yaml"):
            content = yaml.load((MANUAL / "example" / name).read_text("utf-8"))
            for block in PAGE.replace(old, new).split("```yaml\n# ")[1:] if old else PAGE.split("```yaml\n# ")[1:]:
                file, _, text = block.partition("\n")
                if file == name:
                    _merge(content, yaml.load(text.partition("```")[0]))
            with (tmp_path / name).open("w", encoding="utf-8") as file:
                yaml.dump(content, file)
        return load_pack(tmp_path)

    return loaded


def _merge(below, above):
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            _merge(below[key], value)
        else:
            below[key] = value


def form(papers, **fields):
    given = {"company": "甲有限公司", "credit_code": "91370200MA3C0TEXTD", "people": "400", "asked": "1000"}
    return papers.reading(papers.paper("application_form", "甲/表.pdf", {**given, **fields}))


def test_a_choice_goes_with_a_figure(example, company):
    papers = type(company)(example())
    assert papers.verdicts([form(papers, scale="□大型企业 ☑小微企业")], "EX002") == {Verdict.DEFECT}
    assert papers.verdicts([form(papers, scale="☑大型企业 □小微企业")], "EX002") == {Verdict.PASS}
    assert papers.verdicts([form(papers, scale="□大型企业 □小微企业")], "EX002") == {Verdict.NOT_CHECKABLE}
    faint = papers.field("application_form", "scale", "☑小微企业 □大型企业", 0.6)
    assert papers.verdicts([form(papers, scale=faint)], "EX002") == {Verdict.UNSURE}


def test_a_paper_that_only_one_choice_asks_for(example, company):
    papers = type(company)(example())

    def missing(written):
        return {
            one.verdict
            for one in papers.outcomes([form(papers, handled_by=written)], "EV001")
            if one.kind == "authorisation"
        }

    assert missing("□本人办理 ☑委托代理") == {Verdict.DEFECT}
    assert missing("☑本人办理 □委托代理") == {Verdict.NOT_APPLICABLE}
    assert missing("□本人办理 □委托代理") == {Verdict.NOT_CHECKABLE}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("scale == 'micro'", "scale == '小微企业'", "小微企业"),
        ("handled_by == 'agent'", "handled_by == 'agents'", "agents"),
        ("options: {yes: [是], no: [否]}", "options: {yes: [是]}", "first_time"),
    ],
)
def test_a_choice_that_would_never_hold_is_refused(example, old, new, said):
    with pytest.raises(PackError, match=said):
        example(old, new)


def test_cx012_an_identity_number_and_its_check(example, company):
    papers = type(company)(example())

    def verdicts(number, confidence=0.99):
        field = papers.field("application_form", "handler_id", number, confidence)
        return papers.verdicts([form(papers, handler_id=field)], "CX012")

    assert verdicts(ONE) == {Verdict.PASS}
    assert verdicts("110105194912310029") == {Verdict.DEFECT}
    assert verdicts("110105194912310029", 0.6) == {Verdict.UNSURE}
    assert verdicts("") == {Verdict.NOT_CHECKABLE}
    licence = papers.reading(papers.paper("business_licence", "甲/照.pdf", {"company": "甲有限公司"}))
    assert papers.verdicts([licence], "CX012") == {Verdict.NOT_APPLICABLE}


def test_persons_of_one_name_are_told_apart_by_their_numbers():
    assert not matches(Identity("王芳", ONE), Identity("王芳", TWO))
    assert matches(Identity("王芳", ONE), Identity("王方", ONE))
    assert matches(Identity("王芳", ONE), Identity("王芳", None))
