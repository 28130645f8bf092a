"""The SARIF report: places on page images, doubted findings marked for review, indices that hold."""

from __future__ import annotations

import json

from docs_check.reports.formats import write


def made_sarif(made, tmp_path):
    write(["sarif"], made.summary(), tmp_path, "zh")
    return json.loads((tmp_path / "report.sarif").read_text(encoding="utf-8"))["runs"][0]


def test_a_result_shows_its_place_on_the_page_image(made, tmp_path):
    run = made_sarif(made, tmp_path)
    result = next(one for one in run["results"] if "attachments" in one)
    (attachment,) = result["attachments"]
    place = attachment["artifactLocation"]
    assert run["artifacts"][place["index"]]["location"]["uri"] == place["uri"]
    assert (tmp_path / place["uri"]).read_bytes()[8:12] == b"WEBP"
    # conftest's place is 0.5 to 0.7 across and 0.6 to 0.7 down a page of 600 x 800
    assert attachment["rectangles"] == [{"top": 480.0, "left": 300.0, "bottom": 560.0, "right": 420.0}]


def test_doubted_findings_are_for_review_and_every_index_holds(made, tmp_path):
    run = made_sarif(made, tmp_path)
    assert {one["kind"] for one in run["results"]} == {"fail", "review"}
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["level"] == "none") is (result["kind"] == "review")
        for location in result.get("locations", ()):
            where = location["physicalLocation"]["artifactLocation"]
            assert run["artifacts"][where["index"]]["location"]["uri"] == where["uri"]
