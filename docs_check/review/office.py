"""What the review page is asked to do beside deciding: second looks, signing, letters sent, companies refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from docs_check.clean import shown
from docs_check.exits import WrongUse
from docs_check.process.casebook import Deed
from docs_check.process.cases import CompanyCase, cases_of
from docs_check.process.deeds import done, look_twice, sign, withdraw
from docs_check.review.desk import Desk, View
from docs_check.review.worklist import Worklist, worklist_of
from extractor.records import Words

if TYPE_CHECKING:
    from docs_check.process.gate import Gate

DEEDS = ("second", "sign", "withdraw", "step")
LONGEST_NOTE = 2000  # characters
_UNKNOWN = Words("没有这一项，请刷新页面。", "There is no such item; please reload.")


class OfficeDesk:
    """The cases and the worklist of a desk, made once for each of its states, and what may be done with them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made: tuple[tuple[str, int, int, date], Worklist] | None = None

    def worklist(self, view: View) -> Worklist:
        key = view.stamp, view.last, view.step, date.today()
        if self._made is None or self._made[0] != key:
            cases = cases_of(view.decided, view.happened, self._desk.office.ledger, key[3])
            self._made = key, worklist_of(view, cases, key[3])
        return self._made[1]

    def case(self, view: View, key: str) -> CompanyCase | None:
        return next((one for one in self.worklist(view).cases if one.key == key), None)

    def gate(self, view: View, section: int) -> Gate:
        return self.worklist(view).rows[section].gate

    def act(self, name: str, who: str, body: dict[str, Any]) -> Words:
        """Does what is asked for; gives a sentence. Raises `WrongUse`."""
        deeds: dict[str, Callable[[str, dict[str, Any]], Words]] = {
            "second": self._second,
            "sign": self._sign,
            "withdraw": self._withdraw,
            "step": self._step,
        }
        return deeds[name](who, body)

    def _second(self, who: str, body: dict[str, Any]) -> Words:
        view = self._desk.view()
        item = view.by_id.get(str(body.get("id", "")))
        verdict = view.verdict_on(item) if item else None
        if verdict is None or verdict.id != body.get("verdict"):
            raise WrongUse(
                Words("这条结论刚刚变了，请看更新后的页面。", "The verdict just changed; please look again.")
            )
        ledger, agrees = self._desk.office.ledger, body.get("agrees") is True
        look_twice(ledger, view.rules, verdict, who, _note(body), agrees=agrees)
        return (
            Words("复核同意", "agreed")
            if agrees
            else Words("复核不同意，退回初核", "disagreed, back to the first look")
        )

    def _sign(self, who: str, body: dict[str, Any]) -> Words:
        view = self._desk.view()
        number = self._section(view, body)
        section, ledger = view.decided.sections[number], self._desk.office.ledger
        unlisted = body.get("unlisted") is True
        sign(ledger, view.rules, view.decided, section, self.gate(view, number), who, unlisted=unlisted)
        written = self._desk.write()
        return Words(f"已签发，已写出：{'、'.join(written)}", f"signed; written: {', '.join(written)}")

    def _withdraw(self, who: str, body: dict[str, Any]) -> Words:
        view = self._desk.view()
        section = view.decided.sections[self._section(view, body)]
        withdraw(self._desk.office.ledger, view.rules, section, who, _note(body))
        self._desk.write()
        return Words("已撤回签发，通知又成为草稿", "withdrawn; the letters are drafts again")

    def _step(self, who: str, body: dict[str, Any]) -> Words:
        view, subject = self._desk.view(), str(body.get("subject", ""))
        known = {f"letter:{one.id}" for one in view.happened.letters}
        known |= {case.key for case in self.worklist(view).cases}
        if subject not in known:
            raise WrongUse(_UNKNOWN)
        try:
            what = Deed(str(body.get("what", "")))
        except ValueError as error:
            raise WrongUse(_UNKNOWN) from error
        if (what is Deed.SENT) is not subject.startswith("letter:"):
            raise WrongUse(_UNKNOWN)
        done(self._desk.office.ledger, who, what, subject, _note(body))
        return Words("已记录", "noted")

    def _section(self, view: View, body: dict[str, Any]) -> int:
        number = body.get("section")
        if not isinstance(number, int) or not 0 <= number < len(view.summary.sections):
            raise WrongUse(_UNKNOWN)
        return number


def _note(body: dict[str, Any]) -> str:
    return shown(str(body.get("note", "")).strip(), LONGEST_NOTE)
