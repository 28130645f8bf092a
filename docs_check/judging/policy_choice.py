"""Which policy a folder is checked against, and why that one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from checks.pack.load import load_pack
from checks.pack.model import Policy
from checks.pack.pieces import common_titles
from checks.pack.shipped import FIRST_FILE, draft_packs, find_packs, library_packs
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.intake.walk import FoundFile
from docs_check.reading.reader import Reader
from extractor.language.matching import title_likeness
from extractor.records import Document, FileReading, Words
from extractor.understand.kinds import SURE_TITLE

# Files read by every pack to see whose papers they are: first a few small ones, spread over the folder; if none is
# recognised, some more.
SAMPLES = (6, 18)


# Rules by which only a policy can demand something of papers.
DEMANDS = ("EV", "PL", "SL005")


@dataclass(frozen=True, slots=True)
class Choice:
    """`readings` were made on the way and need not be made again. `guessed`: nobody named the policy."""

    policy: Policy
    why: Words
    readings: tuple[FileReading, ...] = ()
    guessed: bool = False


class Fit:
    """Whether the papers of a batch are the chosen policy's, as far as nobody said so. Licences, invoices and the like
    are handed in for every policy and speak for none."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._own = False
        self._strange = set[str]()
        self._papers = 0

    def add(self, documents: Iterable[Document]) -> None:
        for document in documents:
            self._papers += 1
            spec = self._choice.policy.kinds.get(document.kind or "")
            if spec is None:
                self._strange.add(document.title)
            elif not common_titles().issuperset(spec.titles):
                self._own = True

    @property
    def fits(self) -> bool:
        return self._own or not self._papers or not self._choice.guessed

    def why(self, known: int) -> Words:
        """Why this policy, how many of the papers are of a kind that it knows, and what to do about the others."""
        why = self._choice.why
        said = [Words(f"{self._papers} 份材料中识别出 {known} 份", f"{known} of {self._papers} papers were recognised")]
        others = self._others() if self._choice.guessed else []
        if others:
            said.append(_named_beside(self._choice.policy.id, others))
        elif not self.fits:
            said.append(_FITS_NONE)
        zh, en = "；".join(one.zh for one in said), "; ".join(one.en for one in said)
        return Words(f"{why.zh}；{zh}。", f"{why.en}; {en}.")

    def _others(self) -> list[str]:
        """The packs at hand whose applications lie among the papers."""
        if not self._strange:
            return []
        packs = (load_pack(folder) for folder in library_packs().values())
        return [pack.id for pack in packs if any(_is_form(title, pack) for title in self._strange)]


def _is_form(title: str, policy: Policy) -> bool:
    return any(title_likeness(title, known) >= SURE_TITLE for known in policy.kinds[policy.applicants.form].titles)


def choose(name: str | None, files: Sequence[FoundFile], reader: Reader) -> Choice:
    """The pack called `name`; where none is named, the shipped one whose papers lie among `files`."""
    return named(name) if name else recognised(shipped(), files, reader)


def named(name: str) -> Choice:
    """The pack called `name`, or lying at that path. Raises `WrongUse` where there is none, `PackError` where it is
    wrong."""
    return Choice(load_pack(folder_of(name)), Words("由 --policy 指定", "named by --policy"))


def folder_of(name: str) -> Path:
    """Where the pack of that name, or at that path, lies. Raises `WrongUse` where there is none."""
    packs = {**draft_packs(), **library_packs(), **find_packs()}
    path = packs.get(name) or Path(name)
    if not path.is_dir():
        raise WrongUse(_unknown(name, packs))
    return path


def several_named(names: Sequence[str]) -> tuple[Policy, ...]:
    """All packs called so, or lying there; a folder of packs stands for each of them. Raises `WrongUse` where one is
    not there or two have one id, `PackError` where one is wrong."""
    folders = [folder for name in names for folder in _packs_at(folder_of(name))]
    policies = [load_pack(folder) for folder in dict.fromkeys(folder.resolve() for folder in folders)]
    twice = next((key for key, count in Counter(policy.id for policy in policies).items() if count > 1), None)
    if twice is not None:
        raise WrongUse(
            Words(
                f"有两个政策包的 id 都是“{twice}”，报告里无法区分；请改其中一个的 id。",
                f"Two policy packs have the id “{twice}”, so no report could tell them apart; please change one.",
            )
        )
    return tuple(policies)


def are_several(names: Sequence[str]) -> bool:
    """Whether more than one pack is meant. Raises `WrongUse` where one is not there."""
    return len(names) > 1 or not (folder_of(names[0]) / FIRST_FILE).is_file()


def _packs_at(folder: Path) -> list[Path]:
    """The pack that lies there, or all that lie in it."""
    return [folder] if (folder / FIRST_FILE).is_file() else sorted(one.parent for one in folder.glob(f"*/{FIRST_FILE}"))


def shipped() -> tuple[Policy, ...]:
    return tuple(load_pack(path) for path in find_packs().values())


def recognised(policies: Sequence[Policy], files: Sequence[FoundFile], reader: Reader) -> Choice:
    """The one among `policies` whose papers lie in the folder. Raises `WrongUse` where that cannot be told."""
    if not policies:
        raise WrongUse(
            Words(
                "没有找到任何政策包，请用 --policy 指定政策包所在的文件夹。",
                "No policy pack was found; please name the folder of one with --policy.",
            )
        )
    if len(policies) == 1:
        why = Words("未指定政策，且只有这一个政策包", "none was named, and this is the only pack")
        return Choice(policies[0], why, guessed=True)
    seen = 0
    for count in SAMPLES:
        sample = _spread(files, seen, count)
        seen += count
        choice = _best(policies, sample, reader)
        if choice is not None:
            return choice
    raise WrongUse(_undecided(policies))


def how_many(readings: Iterable[FileReading]) -> tuple[int, int]:
    """Papers of a known kind, and all papers."""
    documents = [document for reading in readings for document in reading.documents]
    return sum(document.kind is not None for document in documents), len(documents)


def _spread(files: Sequence[FoundFile], skip: int, count: int) -> list[FoundFile]:
    small = sorted(files, key=lambda file: file.size)[: max(1, (len(files) + 1) // 2)]
    small.sort(key=lambda file: file.name)
    step = max(1, len(small) // (skip + count))
    return small[skip * step :: step][:count]


def _best(policies: Sequence[Policy], sample: Sequence[FoundFile], reader: Reader) -> Choice | None:
    tried = [(policy, tuple(reader.read(sample, policy.forms))) for policy in policies]
    ranked = sorted(tried, key=lambda item: -how_many(item[1])[0])
    (policy, readings), (_, others) = ranked[:2]
    known, papers = how_many(readings)
    if known == how_many(others)[0]:
        return None
    why = Words(
        f"未指定政策；先读的 {papers} 份材料中有 {known} 份是该政策的，多于其他政策包",
        f"none was named; of the first {papers} papers read, {known} are this policy's, more than any other pack's",
    )
    return Choice(policy, why, readings, guessed=True)


_FITS_NONE = Words(
    "没有一份材料是这项政策所特有的，未按它的要求（材料是否齐全等）判断；请用 --policy 指定政策包，"
    "没有的可用 docs-check policy new 从通知起草",
    "no paper is one that only this policy asks for, so its demands (which papers are missing) were not applied; "
    "please name a pack with --policy, or draft one from the notice with docs-check policy new",
)


def _named_beside(chosen: str, others: Sequence[str]) -> Words:
    options = " ".join(f"--policy {one}" for one in (chosen, *others))
    return Words(
        f"其中有其他政策（{'、'.join(others)}）的申请表，没有按那项政策审查；请用 {options} 一起检查",
        f"some are applications for another policy ({', '.join(others)}) and were not checked by it; please check them "
        f"together with {options}",
    )


def _unknown(name: str, packs: Iterable[str]) -> Words:
    known = sorted(packs)
    shown = path_text(name)
    return Words(
        f"没有名为“{shown}”的政策包，也没有这个文件夹；现有政策包：{'、'.join(known) or '无'}。",
        f"There is no policy pack and no folder “{shown}”; the packs at hand are: {', '.join(known) or 'none'}.",
    )


def _undecided(policies: Sequence[Policy]) -> Words:
    ids = [policy.id for policy in policies]
    return Words(
        f"看不出这些材料属于哪项政策，请用 --policy 指定，例如 --policy {ids[0]}（现有：{'、'.join(ids)}）。",
        f"It cannot be told which policy these papers belong to; please name it, as in --policy {ids[0]} "
        f"(at hand: {', '.join(ids)}).",
    )
