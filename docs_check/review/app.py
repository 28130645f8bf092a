"""The review page as a web application: what may be asked of it, and what it answers."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from docs_check.clean import shown
from docs_check.exits import WrongUse
from docs_check.process.audit import CSV_TYPE, export_text
from docs_check.process.deeds import allowed
from docs_check.process.rules import Role
from docs_check.report.decided.corrections import Target, target_of
from docs_check.report.decided.verdicts import Action, Overtaken, Reason, ReviewVerdict
from docs_check.report.summary import Finding
from docs_check.review.desk import GROUP, Desk, View
from docs_check.review.gate import Gate
from docs_check.review.items import Item
from docs_check.review.office import DEEDS as OFFICE_DEEDS
from docs_check.review.office import OfficeDesk
from docs_check.review.pages import Pages
from docs_check.review.pins import Pins
from docs_check.review.requests import body_of, common_files, named, page_of, who_of
from extractor.records import Words

if TYPE_CHECKING:
    from docs_check.report.decided.verdicts import NewVerdict

LONGEST_NOTE, LONGEST_VALUE = 2000, 200  # characters
_DIGITS = 9
_STATIC = Path(__file__).parent / "static"
_DISMISSALS = frozenset(Reason)

_NEEDS_NAME = Words("请先填写姓名。", "Please give your name first.")
_NEEDS_NOTE = Words("请写明原因。", "Please say why.")
_UNKNOWN = Words("没有这一项，请刷新页面。", "There is no such item; please reload.")
_NOTHING = Words("没有可撤销的结论。", "There is nothing to undo.")
_NO_MEANING = Words(
    "填写的内容与这一栏不符（日期须是存在的日期，如 2023年3月20日；金额须是数字）。",
    "That cannot stand there (a date must be a day of the calendar, such as 2023-03-20; an amount digits).",
)


class Review:
    """The answers. Each is made from one state of the desk."""

    def __init__(self, desk: Desk, language: str) -> None:
        self.desk = desk
        self.office = OfficeDesk(desk)
        self.pages = Pages(desk, self.office, language)
        self._language = language

    def index(self, request: Request) -> Response:
        return page_of(self.pages.index(self.desk.view(), who_of(request)))

    def companies(self, request: Request) -> Response:
        return page_of(self.pages.companies(self.desk.view(), who_of(request)))

    def case(self, request: Request) -> Response:
        view = self.desk.view()
        case = self.office.case(view, request.query_params.get("key", ""))
        return page_of(self.pages.case(view, case, who_of(request))) if case else self._missing(request)

    def district(self, request: Request) -> Response:
        view = self.desk.view()
        number = _number(request.path_params["number"])
        if number is None or number >= len(view.summary.sections):
            return self._missing(request)
        return page_of(self.pages.district(view, number, who_of(request)))

    def item(self, request: Request) -> Response:
        view = self.desk.view()
        item = view.by_id.get(request.path_params["id"])
        if item is None:
            return self._missing(request)
        scope = _scope(request)
        self._prepare(view.items, item)
        return page_of(self.pages.item(view, item, scope, who_of(request)))

    def next(self, request: Request) -> Response:
        """The first undecided item after the one given, in its scope; the page that says that all is done."""
        view, scope = self.desk.view(), _scope(request)
        item = self.pages.after(view, scope, request.query_params.get("after", ""))
        if item is None:
            return page_of(self.pages.done(view, scope, who_of(request)))
        self._prepare(view.items, item)
        # The page itself and no redirect: one way to and fro less, on the way that is gone most often.
        address = {"content-location": self.pages.link(item, scope)}
        return page_of(self.pages.item(view, item, scope, who_of(request)), headers=address)

    def image(self, request: Request) -> Response:
        page = _number(request.path_params["page"])
        image = self.desk.images.get(request.path_params["sha256"], page) if page else None
        if image is None:
            return Response("", 404, headers={"cache-control": "no-store"})
        # Papers are private; within a sitting the same page is looked at many times.
        return Response(image, media_type="image/webp", headers={"cache-control": "private, max-age=3600, immutable"})

    def rule(self, request: Request) -> Response:
        return page_of(self.pages.manual(request.path_params["code"]))

    def changes(self, request: Request) -> Response:
        """What was decided since the row that the page knows, for pages that are open elsewhere."""
        view, known = self.desk.view(), _number(request.query_params.get("after", "")) or 0
        rows = [
            {"subject": row.subject, "who": shown(row.who), "said": self.pages.said(row)}
            for row in view.verdicts
            if row.id > known
        ]
        return JSONResponse(
            {
                "last": view.last,
                "stamp": view.stamp,
                "rows": rows,
                "claims": self.desk.verdicts.claims(),
                "step": view.step,
                "undecided": view.undecided(_scope(request)),
            },
            headers={"cache-control": "no-store"},
        )

    def export(self, request: Request) -> Response:
        text = export_text(self.desk.verdicts.all(), "csv", self.desk.view().happened)
        return Response(
            text.encode("utf-8-sig"),
            media_type=CSV_TYPE,
            headers={"content-disposition": 'attachment; filename="verdicts.csv"', "cache-control": "no-store"},
        )

    async def name(self, request: Request) -> Response:
        try:
            return await named(request, self._language) or self._refused(_NEEDS_NAME, 400)
        except WrongUse as error:
            return self._refused(error.words, 400)

    async def verdict(self, request: Request) -> Response:
        body = await body_of(request)
        return await _in_thread(self._verdict, request, body)

    async def undo(self, request: Request) -> Response:
        return await _in_thread(self._undo, request, await body_of(request))

    async def claim(self, request: Request) -> Response:
        return await _in_thread(self._claim, request, await body_of(request))

    async def office_deed(self, request: Request) -> Response:
        return await _in_thread(self._office_deed, request, await body_of(request))

    async def write(self, request: Request) -> Response:
        return await _in_thread(self._write, request, await body_of(request))

    def _verdict(self, request: Request, body: dict[str, Any]) -> Response:
        """On one item, or with the same words on several."""
        who, view = who_of(request), self.desk.view()
        if not who:
            return self._refused(_NEEDS_NAME, 401)
        try:
            allowed(view.rules, who, Role.FIRST)
        except WrongUse as error:
            return self._refused(error.words, 403)
        ids = body.get("ids")
        names = [str(one) for one in cast("list[object]", ids)] if isinstance(ids, list) else [str(body.get("id", ""))]
        items = [view.by_id[name] for name in names if name in view.by_id]
        if not items or len(items) < len(names):
            return self._refused(_UNKNOWN, 404)
        holders = (self.pages.holder(item, self.desk.verdicts.claims()) for item in items)
        other = next((holder for holder in holders if holder not in (None, who)), None)
        if other:
            return self._refused(_claimed(other), 409)
        try:
            return self._decided(view, items, who, body)
        except (TypeError, ValueError):
            return self._refused(_UNKNOWN, 400)
        except Overtaken as error:
            return self._refused(self._overtaken(error.latest), 409)

    def _decided(self, view: View, items: Sequence[Item], who: str, body: dict[str, Any]) -> Response:
        group = f"{GROUP}{secrets.token_hex(8)}" if len(items) > 1 else ""
        try:
            new = [self._new(item, who, body, group) for item in items]
        except WrongUse as error:
            return self._refused(error.words, 400)
        removed = list[Finding]()
        if new[0].action is Action.CORRECT:
            removed = self.desk.removed_by(new[0])
            reason = str(body.get("reason", ""))
            if removed and not reason:
                asked = {"removes": [self._gone(one) for one in removed]}
                return JSONResponse(asked, 428)
            new = [with_effect(new[0], reason, removed)]
        seen = [view.seen(item) if group else int(body.get("seen", 0)) for item in items]
        given = [self.desk.decide(verdict, last) for verdict, last in zip(new, seen, strict=True)][-1]
        after = self.desk.view()
        gone = given.action is Action.CORRECT and items[0].id not in after.by_id
        said = self.pages.said(given) + (f" × {len(items)}" if group else "")
        return JSONResponse({"last": after.last, "gone": gone, "said": said})

    def _gone(self, finding: Finding) -> str:
        return finding.title.in_language(self._language)

    def _new(self, item: Item, who: str, body: dict[str, Any], group: str) -> NewVerdict:
        """Raises `WrongUse` for what is no verdict on this item, `ValueError` for what is none at all."""
        action, note = Action(str(body.get("action", ""))), shown(str(body.get("note", "")).strip(), LONGEST_NOTE)
        if action is Action.CORRECT and not group:
            return self._correction(item, who, body, note)
        if item.is_pass is not (action in (Action.RIGHT, Action.MISSED)) or action is Action.UNDO:
            raise ValueError(action)
        before = self.desk.view().verdict_on(item)
        was = self.pages.said(before) if before else ""
        if action is Action.DISMISS:
            reason = Reason(str(body.get("reason", "")))
            if reason is Reason.OTHER and not note:
                raise WrongUse(_NEEDS_NOTE)
            return self.desk.new(
                item, who, action, reason=reason.value, note=note, before=was, after=action.value, target=group
            )
        if action is Action.MISSED and not note:
            raise WrongUse(_NEEDS_NOTE)
        return self.desk.new(item, who, action, note=note, before=was, after=action.value, target=group)

    def _correction(self, item: Item, who: str, body: dict[str, Any], note: str) -> NewVerdict:
        target = self._target(body)
        written = shown(str(body.get("value", "")).strip(), LONGEST_VALUE)
        if not self.desk.fits(target, written):
            raise WrongUse(_NO_MEANING)
        was = self.pages.written_at(self.desk.view(), target)
        return self.desk.new(item, who, Action.CORRECT, note=note, before=was, after=written, target=target.to_text())

    def _target(self, body: dict[str, Any]) -> Target:
        """Of a reading; or of what a person drew on the page, as the page is shown."""
        drawn = body.get("missed")
        if not isinstance(drawn, dict):
            return target_of(str(body.get("target", "")))
        box = cast("dict[str, Any]", drawn)
        target = target_of(json.dumps([box.get(name) for name in ("sha256", "what", "name", "page", "box")] + [True]))
        return self.pages.as_read(target)

    def _undo(self, request: Request, body: dict[str, Any]) -> Response:
        who = who_of(request)
        if not who:
            return self._refused(_NEEDS_NAME, 401)
        try:
            undone = self.desk.undo(who)
        except Overtaken as error:
            return self._refused(self._overtaken(error.latest), 409)
        if not undone:
            return self._refused(_NOTHING, 404)
        view = self.desk.view()
        back = view.by_id.get(undone[0].subject)
        said = self.pages.said(undone[0]) + (f" × {len(undone)}" if len(undone) > 1 else "")
        return JSONResponse({"last": view.last, "id": back.id if back and len(undone) == 1 else None, "said": said})

    def _claim(self, request: Request, body: dict[str, Any]) -> Response:
        who, what = who_of(request), str(body.get("what", ""))
        if not who:
            return self._refused(_NEEDS_NAME, 401)
        if what not in self.pages.claimable(self.desk.view()):
            return self._refused(_UNKNOWN, 404)
        holder = self.desk.verdicts.claim(who, what, held=body.get("held") is True)
        if holder:
            return self._refused(_claimed(holder), 409)
        return JSONResponse({"claims": self.desk.verdicts.claims()})

    def _office_deed(self, request: Request, body: dict[str, Any]) -> Response:
        who = who_of(request)
        if not who:
            return self._refused(_NEEDS_NAME, 401)
        try:
            said = self.office.act(request.url.path.removeprefix("/"), who, body)
        except WrongUse as error:
            return self._refused(error.words, 409)
        return JSONResponse({"said": said.in_language(self._language)})

    def _write(self, request: Request, body: dict[str, Any]) -> Response:
        try:
            names = self.desk.write()
        except WrongUse as error:
            return self._refused(error.words, 409)
        return JSONResponse({"written": names})

    def trouble(self, request: Request, error: Exception) -> Response:
        """A file of the office's that is busy, damaged or gone."""
        assert isinstance(error, WrongUse)
        words = error.words.in_language(self._language)
        if request.method == "POST" or request.url.path == "/changes":
            return JSONResponse({"error": words}, 503)
        return Response(words, 503, media_type="text/plain; charset=utf-8", headers={"cache-control": "no-store"})

    def _prepare(self, items: Iterable[Item], item: Item) -> None:
        """Has the page of the item after this one made beforehand."""
        following = next((one for one in self._after(items, item) if one.file and one.place), None)
        if following and following.file and following.place:
            sha256 = self.desk.view().hashes.get(following.file, "")
            self.desk.images.begin(sha256, following.place.page)

    def _after(self, items: Iterable[Item], item: Item) -> Iterable[Item]:
        rest = iter(items)
        for one in rest:
            if one is item:
                return rest
        return ()

    def _overtaken(self, latest: ReviewVerdict | None) -> Words:
        if latest is None:
            return Words(
                "他人刚刚撤销了结论，请看更新后的页面。", "Somebody just took the verdict back; please look again."
            )
        said = self.pages.said(latest)
        return Words(
            f"{latest.who}刚刚作出结论：{said}。您的结论没有写入，请看更新后的页面。",
            f"{latest.who} just decided: {said}. Yours was not written; please look again.",
        )

    def _refused(self, words: Words, status: int) -> Response:
        return JSONResponse({"error": words.in_language(self._language)}, status)

    def _missing(self, request: Request) -> Response:
        return page_of(self.pages.missing(self.desk.view(), who_of(request)), 404)


def create(desk: Desk, language: str, hosts: Iterable[str], token: str | None) -> Starlette:
    review = Review(desk, language)
    app = Starlette(
        routes=[
            Route("/", review.index),
            Route("/district/{number:str}", review.district),
            Route("/companies", review.companies),
            Route("/case", review.case),
            Route("/item/{id:str}", review.item),
            Route("/next", review.next),
            Route("/page/{sha256:str}/{page:str}.webp", review.image),
            Route("/rule/{code:str}", review.rule),
            Route("/changes", review.changes),
            Route("/export", review.export),
            Route("/name", review.name, methods=["POST"]),
            Route("/verdict", review.verdict, methods=["POST"]),
            Route("/undo", review.undo, methods=["POST"]),
            Route("/claim", review.claim, methods=["POST"]),
            Route("/write", review.write, methods=["POST"]),
            *(Route(f"/{name}", review.office_deed, methods=["POST"]) for name in OFFICE_DEEDS),
            Mount("/static", StaticFiles(directory=_STATIC)),
            common_files(),
        ],
        middleware=[Middleware(Gate, hosts=frozenset(hosts), token=token)],
        exception_handlers={WrongUse: review.trouble},
    )
    app.state.pins = Pins(desk.office.room) if token else None
    return app


async def _in_thread(answer: Callable[[Request, dict[str, Any]], Response], request: Request, body: Any) -> Response:
    from starlette.concurrency import run_in_threadpool

    return await run_in_threadpool(answer, request, body)


def _scope(request: Request) -> int | None:
    return _number(request.query_params.get("in", ""))


def _number(written: str) -> int | None:
    """Of few digits: Python refuses to make a number of thousands of them."""
    return int(written) if len(written) <= _DIGITS and written.isascii() and written.isdecimal() else None


def with_effect(correction: NewVerdict, reason: str, removed: Sequence[Finding]) -> NewVerdict:
    """The correction with its reason and what it did. Raises `ValueError` for an unknown reason."""
    if not removed:
        return correction
    did = "；".join(f"“{one.title.zh}”（{one.code}）已不成立" for one in removed)
    note = "；".join(filter(None, (correction.note, did)))
    return replace(correction, reason=Reason(reason).value, note=note)


def _claimed(holder: str) -> Words:
    return Words(
        f"{holder}已认领，结论没有写入；请先与其商定，由其取消认领。",
        f"{holder} has claimed this, and nothing was written; ask them to give it back first.",
    )
