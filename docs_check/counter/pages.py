"""The counter's pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from checks.pack.model import Policy
from docs_check.counter.desk import AT_HOME
from docs_check.counter.examiner import Examined, SetFile
from docs_check.counter.export import kinds_said
from docs_check.counter.words import STATES, WORDS
from docs_check.register.store import CounterReceipt, ReceiptState, RegisterStore, moment_text, today
from docs_check.report.file_entries import file_entries
from docs_check.report.summary import FileState, Finding
from docs_check.reports.html.environment import environment
from extractor.records import Document, FileReading, Words

_PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper of a file as the list shows it."""

    name: Words
    pages: str
    seals: Sequence[Words | str]


@dataclass(frozen=True, slots=True)
class FileLine:
    file: SetFile
    papers: Sequence[PaperLine]
    trouble: Words | None
    reading: bool  # still
    glance: bool  # only its first page is shown so far
    same: str  # the number of a receipt that was given for the same file


class CounterPages:
    """`store` None: a company's own look, where nothing is received."""

    def __init__(self, policy: Policy, store: RegisterStore | None, folder: Path, language: str) -> None:
        self._policy = policy
        self._store = store
        self._folder = folder
        self._environment = environment(_PAGES, language)
        self._language = language

    def index(self, waiting: Sequence[tuple[CounterReceipt, Examined]], who: str) -> str:
        assert self._store is not None
        given = [one for one in self._store.entries(ReceiptState.GIVEN) if (one.entered or "")[:10] == f"{today()}"]
        return self._render("index.html", who, waiting=waiting, given=list(reversed(given)))

    def receipt(self, receipt: CounterReceipt, state: Examined, who: str) -> str:
        template = "set.html" if receipt.state is ReceiptState.OPEN else "given.html"
        return self._render(
            template, who, receipt=receipt, district_names=list(self._policy.districts), **self._set(receipt, state)
        )

    def live(self, receipt: CounterReceipt | None, state: Examined) -> str:
        return self._render("live.html", "", receipt=receipt, **self._set(receipt, state))

    def home(self, state: Examined) -> str:
        return self._render("home.html", "", receipt=None, folder=str(self._folder), **self._set(None, state))

    def printed(self, template: str, receipt: CounterReceipt, state: Examined, who: str) -> str:
        kinds = [(file, Words(said := kinds_said(file.kinds, self._policy), said)) for file in receipt.files]
        return self._render(template, who, receipt=receipt, kinds=kinds, **self._set(receipt, state))

    def register(self, receipts: Sequence[CounterReceipt], who: str) -> str:
        return self._render("register.html", who, receipts=list(reversed(receipts)))

    def missing(self, who: str) -> str:
        return self._render("missing.html", who)

    def _set(self, receipt: CounterReceipt | None, state: Examined) -> dict[str, Any]:
        lines = [self._line(receipt, file, state) for file in state.files]
        return {
            "state": state,
            "said": state.said,
            "lines": lines,
            "read": sum(not line.reading for line in lines),
            "states": STATES,
            "earlier": self._earlier(receipt, state),
            "where": partial(self._where, state=state),
            "set": receipt.id if receipt else AT_HOME,
            "summary": self._summary(state, lines),
        }

    def _summary(self, state: Examined, lines: Sequence[FileLine]) -> Words:
        """What a screen reader is told, and what stands over the list."""
        read, every = sum(not line.reading for line in lines), len(lines)
        sure, unsure = len(state.said.sure), len(state.said.unsure)
        zh, en = f"已读 {read} / {every} 个文件", f"{read} of {every} files read"
        if sure or unsure:
            zh += f"，{sure} 处须补正，{unsure} 处请当面核对"
            en += f", {sure} to put right, {unsure} to look at together"
        elif state.complete and every:
            zh, en = f"{zh}，没有发现须补正的问题", f"{en}, nothing to put right"
        return Words(f"{zh}。", f"{en}.")

    def _line(self, receipt: CounterReceipt | None, file: SetFile, state: Examined) -> FileLine:
        reading = state.readings.get(file.number)
        named = (one for one in state.said.readings if state.file_of(one.file) is file)
        shown = next(named, None) or reading or state.glances.get(file.number)
        papers = [self._paper(document) for document in shown.documents] if shown else []
        same = ""
        if self._store is not None and receipt is not None and receipt.state is ReceiptState.OPEN:
            same = "、".join(one.number or "" for one in self._store.with_content(file.sha256))
        return FileLine(file, papers, _trouble(reading), reading is None, reading is None and shown is not None, same)

    def _paper(self, document: Document) -> PaperLine:
        name = self._policy.kind_name(document.kind) if document.kind else WORDS["unknown_kind"]
        first, last = min(document.pages, default=1), max(document.pages, default=1)
        seals = [seal.owner or seal.text or WORDS["seal_unread"] for seal in document.seals]
        return PaperLine(name, f"{first}" if first == last else f"{first}–{last}", seals)

    def _earlier(self, receipt: CounterReceipt | None, state: Examined) -> list[CounterReceipt]:
        """Receipts of the same company, the latest first."""
        who = state.said.company
        if self._store is None or who is None:
            return []
        given = self._store.entries(ReceiptState.GIVEN)
        return [
            one
            for one in reversed(given)
            if (receipt is None or one.id != receipt.id)
            and one.cancelled is None
            and ((who.code and one.code == who.code) or one.company == who.name)
        ]

    def _where(self, finding: Finding, state: Examined) -> Words | None:
        file = state.file_of(finding.file)
        if file is None:
            return None
        kind = self._policy.kind_name(finding.kind) if finding.kind else WORDS["unknown_kind"]
        page = finding.place.page if finding.place else None
        zh = f"{kind.zh} · {file.original}" + (f" · 第{page}页" if page else "")
        return Words(zh, f"{kind.en} · {file.original}" + (f" · p. {page}" if page else ""))

    def _render(self, template: str, who: str, **content: Any) -> str:
        shared = {
            "w": WORDS,
            "language": self._language,
            "who": who,
            "policy": self._policy,
            "at_home": self._store is None,
            "moment": _moment,
        }
        return self._environment.get_template(template).render(**{**shared, **content})


def _moment(written: str) -> str:
    return moment_text(datetime.fromisoformat(written))


def _trouble(reading: FileReading | None) -> Words | None:
    """Why a file, or a page of it, could not be read."""
    entries: Iterator[Any] = file_entries([reading], ()) if reading else iter(())
    return next((one.reason for one in entries if one.state is not FileState.READ or one.incomplete), None)
