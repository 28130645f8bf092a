"""Which policy pack is used: the one named, or the one whose papers are recognised; else the user is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checks.pack.load import find_packs, load_pack
from docs_check.exits import WrongUse
from docs_check.intake.walk import FoundFile
from docs_check.judging.policy_choice import Choice, Fit, named, recognised
from extractor.records import Box, FileReading, Line, Page, Words
from extractor.understand import understand

ROAD_WORKS = Path(__file__).parents[1] / "checks" / "packs" / "road-works-permit"


@pytest.fixture(scope="module")
def policies():
    policy = load_pack(next(iter(find_packs().values())))
    other = policy.model_copy(update={"id": "other", "parties": {}})
    return policy, other


class Recognising:
    """Reads one paper a file, of a known kind where the pack with parties is asked."""

    engine = "fake"

    def __init__(self, document, *, known):
        self.document = document
        self.known = known
        self.read_files = 0

    def read(self, files, forms):
        for file in files:
            self.read_files += 1
            kind = "application_form" if forms.parties and self.known else None
            yield FileReading(file.name, "", 1, (replace(self.document, file=file.name, kind=kind),))


class Printed:
    """Reads one page a file, on which the given lines stand."""

    engine = "fake"

    def __init__(self, *pages):
        self.pages = dict(enumerate(pages))

    def read(self, files, forms):
        for file in files:
            lines = self.pages[int(file.path.stem)]
            tops = [0.05 + 0.04 * at for at in range(len(lines))]
            placed = [Line(Box(0.3, y, 0.7, y + 0.02), line, 1.0) for y, line in zip(tops, lines, strict=True)]
            page = Page(1, (1654, 2339), tuple(placed), (), (), (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0))
            yield FileReading(file.name, "", 1, understand(file.name, (page,), forms))


@pytest.fixture
def files(tmp_path):
    return [FoundFile(tmp_path / f"{number}.pdf", f"{number}.pdf") for number in range(40)]


@pytest.fixture
def document(made):
    return made.batch.others[0]


def test_the_pack_whose_papers_lie_there(policies, files, document):
    for order in (policies, policies[::-1]):
        reader = Recognising(document, known=True)
        choice = recognised(order, files, reader)
        assert choice.policy.id == policies[0].id
        assert "6 份" in choice.why.zh
        assert len({reading.file for reading in choice.readings}) == 6
        assert reader.read_files == 12


def test_of_quite_different_packs_the_one_is_chosen_whose_titles_are_read(policies, files):
    permit = load_pack(ROAD_WORKS)
    pages = [("城市道路挖掘许可申请书",), ("关于占道施工交通组织的意见",), ("营业执照",)]
    for order in ((policies[0], permit), (permit, policies[0])):
        assert recognised(order, files[: len(pages)], Printed(*pages)).policy is permit
    with pytest.raises(WrongUse, match="--policy"):
        recognised((policies[0], permit), files[:1], Printed(("会议纪要",)))


def test_where_it_cannot_be_told_the_user_is_asked(policies, files, document):
    with pytest.raises(WrongUse, match="--policy"):
        recognised(policies, files, Recognising(document, known=False))


def test_a_single_pack_needs_no_samples(policies, files, document):
    reader = Recognising(document, known=True)
    assert recognised(policies[:1], files, reader).policy is policies[0]
    assert reader.read_files == 0


def fit_of(policy, document, *kinds_and_titles, guessed=True):
    fit = Fit(Choice(policy, Words("因为", "because"), guessed=guessed))
    fit.add([replace(document, kind=kind, title=title) for kind, title in kinds_and_titles])
    return fit


def test_licences_alone_do_not_make_a_folder_this_policys(policies, document):
    licence, form = ("business_licence", "营业执照"), ("application_form", "申请表")
    fit = fit_of(policies[0], document, licence, (None, "会议纪要"))
    assert not fit.fits
    assert "policy new" in fit.why(1).en
    assert fit_of(policies[0], document, licence, guessed=False).fits  # who names a policy means it
    assert fit_of(policies[0], document, licence, form).fits
    assert "policy new" not in fit_of(policies[0], document, licence, form).why(2).en
    assert fit_of(policies[0], document).fits  # nothing could be read: that says nothing of whose it is


def test_applications_of_another_pack_at_hand_are_named_with_what_to_do(policies, document):
    fit = fit_of(policies[0], document, ("application_form", "申请表"), (None, "食品经营许可申请书"))
    assert f"--policy {policies[0].id} --policy food-business-permit" in fit.why(1).zh


def test_few_files(policies, files, document):
    assert recognised(policies, files[:1], Recognising(document, known=True)).policy is policies[0]


def test_by_name_and_by_path():
    name, path = next(iter(find_packs().items()))
    assert named(name).policy.id == named(str(path)).policy.id
    with pytest.raises(WrongUse, match=name):
        named("nope")
