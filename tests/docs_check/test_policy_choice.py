from __future__ import annotations

from dataclasses import replace

import pytest

from checks.policy import find_packs, load_pack
from docs_check.exits import WrongUse
from docs_check.folder import FoundFile
from docs_check.policy_choice import named, recognised
from extractor.records import FileReading


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


def test_where_it_cannot_be_told_the_user_is_asked(policies, files, document):
    with pytest.raises(WrongUse, match="--policy"):
        recognised(policies, files, Recognising(document, known=False))


def test_a_single_pack_needs_no_samples(policies, files, document):
    reader = Recognising(document, known=True)
    assert recognised(policies[:1], files, reader).policy is policies[0]
    assert reader.read_files == 0


def test_few_files(policies, files, document):
    assert recognised(policies, files[:1], Recognising(document, known=True)).policy is policies[0]


def test_by_name_and_by_path():
    name, path = next(iter(find_packs().items()))
    assert named(name).policy.id == named(str(path)).policy.id
    with pytest.raises(WrongUse, match=name):
        named("nope")
