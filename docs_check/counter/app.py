"""The counter as a web application: what may be asked of it, and what it answers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from docs_check.clean import shown
from docs_check.counter.desk import AT_HOME, MOST_UPLOAD, HomeDesk, ReceivingDesk
from docs_check.counter.examiner import Examined, Examiner
from docs_check.counter.export import to_csv, to_workbook
from docs_check.counter.pages import CounterPages
from docs_check.counter.words import NEEDS_NAME, NEEDS_REASON, NO_SUCH, TAKEN
from docs_check.exits import WrongUse
from docs_check.pictures.clips import QUALITY, piece_of
from docs_check.register.store import CounterReceipt, ReceiptState, ReceiptTaken
from docs_check.report.office import room_of
from docs_check.review.gate import MOST_BYTES, Gate
from docs_check.review.pins import Pins
from docs_check.review.requests import body_of, common_files, named, page_of, who_of
from extractor.geometry import turned_box
from extractor.records import Words

_LONGEST_REASON = 500
_STATIC = Path(__file__).parent / "static"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PRIVATE = {"cache-control": "private, max-age=3600"}


class CounterAnswers:
    def __init__(self, desk: ReceivingDesk, language: str) -> None:
        self.desk = desk
        self.pages = CounterPages(desk.policy, desk.store, desk.folder, language)
        self._language = language

    def index(self, request: Request) -> Response:
        waiting = [(one, self.desk.examine(one)) for one in reversed(self.desk.store.entries(ReceiptState.OPEN))]
        return page_of(self.pages.index(waiting, who_of(request)))

    def receipt(self, request: Request) -> Response:
        return self._with(request, lambda one: self.pages.receipt(one, self.desk.examine(one), who_of(request)))

    def live(self, request: Request) -> Response:
        """What is known of a receipt's papers by now; empty where nothing changed since the page's stamp."""
        receipt = self._entry(request)
        if receipt is None:
            return self._refused(NO_SUCH, 404)
        district, received = request.query_params.get("district"), request.query_params.get("received", "")
        if receipt.state is ReceiptState.OPEN and district is not None:
            try:
                self.desk.settle(receipt, district, received)
            except WrongUse as error:
                return self._refused(error.words, 400)
        return _live(request, self.desk.examine(receipt), lambda state: self.pages.live(receipt, state), receipt.state)

    def printed(self, request: Request) -> Response:
        template = {"print": "print.html", "slip": "slip.html"}[request.path_params["what"]]
        return self._with(
            request, lambda one: self.pages.printed(template, one, self.desk.examine(one), who_of(request))
        )

    def register(self, request: Request) -> Response:
        return page_of(self.pages.register(self._given(), who_of(request)))

    def export(self, request: Request) -> Response:
        if request.path_params["form"] == "csv":
            content, kind = to_csv(self._given(), self.desk.policy).encode("utf-8-sig"), "text/csv; charset=utf-8"
        else:
            content, kind = to_workbook(self._given(), self.desk.policy), _WORKBOOK
        name = quote(f"收件登记簿.{request.path_params['form']}")
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", "cache-control": "no-store"}
        return Response(content, media_type=kind, headers=headers)

    async def name(self, request: Request) -> Response:
        try:
            return await named(request, self._language) or self._refused(NEEDS_NAME, 400)
        except WrongUse as error:
            return self._refused(error.words, 400)

    def begin(self, request: Request) -> Response:
        who = who_of(request)
        if not who:
            return self._refused(NEEDS_NAME, 401)
        return JSONResponse({"id": self.desk.begin(who).id})

    async def upload(self, request: Request) -> Response:
        receipt = await run_in_threadpool(self._entry, request)
        if receipt is None:
            return self._refused(NO_SUCH, 404)
        try:
            files = await self.desk.take(receipt, request.query_params.get("name", ""), request.stream())
        except WrongUse as error:
            return self._refused(error.words, 400)
        except ReceiptTaken:
            return self._refused(TAKEN, 409)
        except ClientDisconnect:
            return Response(status_code=499)  # nobody is there to read it
        return JSONResponse({"files": [{"number": one.number, "sha256": one.sha256} for one in files]}, 201)

    async def change(self, request: Request) -> Response:
        body = await body_of(request)
        return await run_in_threadpool(self._change, request, body)

    def _change(self, request: Request, body: dict[str, Any]) -> Response:
        """Of one receipt: give, drop, cancel, or take a file out."""
        receipt, who = self._entry(request), who_of(request)
        if receipt is None:
            return self._refused(NO_SUCH, 404)
        if not who:
            return self._refused(NEEDS_NAME, 401)
        try:
            return JSONResponse(self._changed(request.path_params["what"], receipt, who, body))
        except WrongUse as error:
            return self._refused(error.words, 400)
        except ReceiptTaken:
            return self._refused(TAKEN, 409)

    def _changed(self, what: str, receipt: CounterReceipt, who: str, body: dict[str, Any]) -> dict[str, Any]:
        if what == "give":
            said = {key: str(value) for key, value in body.items()}
            return {"number": self.desk.give(receipt, who, said).number}
        if what == "drop":
            self.desk.drop(receipt, who)
        elif what == "cancel":
            reason = shown(str(body.get("reason", "")).strip(), _LONGEST_REASON)
            if not reason:
                raise WrongUse(NEEDS_REASON)
            self.desk.store.cancel(receipt.id, who, reason)
        else:
            number = str(body.get("number", ""))
            self.desk.put_aside(receipt, int(number) if number.isdecimal() and len(number) < 9 else 0)
        return {}

    def _with(self, request: Request, answer: Callable[[CounterReceipt], str]) -> Response:
        receipt = self._entry(request)
        return page_of(answer(receipt)) if receipt else page_of(self.pages.missing(who_of(request)), 404)

    def _entry(self, request: Request) -> CounterReceipt | None:
        number = request.path_params["id"]
        return self.desk.store.entry(number) if number < 1 << 62 else None

    def _given(self) -> tuple[CounterReceipt, ...]:
        return self.desk.store.entries(ReceiptState.GIVEN)

    def _refused(self, words: Words, status: int) -> Response:
        return JSONResponse({"error": words.in_language(self._language)}, status)


class HomeAnswers:
    def __init__(self, desk: HomeDesk, language: str) -> None:
        self.desk = desk
        self.pages = CounterPages(desk.policy, None, desk.folder, language)

    def index(self, request: Request) -> Response:
        return page_of(self.pages.home(self.desk.examiner.state(AT_HOME)))

    def live(self, request: Request) -> Response:
        state = self.desk.examiner.state(AT_HOME)
        return _live(request, state, lambda state: self.pages.live(None, state), ReceiptState.OPEN)

    def again(self, request: Request) -> Response:
        self.desk.look()
        return JSONResponse({})


class PictureAnswers:
    """Pages, and the pieces of them where findings stand."""

    def __init__(self, examiner: Examiner) -> None:
        self._examiner = examiner

    def page(self, request: Request) -> Response:
        return self._answer(self._examiner.images.get(request.path_params["sha256"], request.path_params["page"]))

    def piece(self, request: Request) -> Response:
        state = self._examiner.state(request.path_params["id"])
        findings = (*state.said.theirs, *state.said.offices)
        finding = next((one for one in findings if one.id == request.path_params["finding"]), None)
        file = state.file_of(finding.file) if finding else None
        if finding is None or finding.place is None or file is None:
            return self._answer(None)
        image = self._examiner.images.get(file.sha256, finding.place.page)
        if image is None:
            return self._answer(None)
        from PIL import Image

        turn = self._examiner.images.turn(file.sha256, finding.place.page)
        buffer = io.BytesIO()
        with Image.open(io.BytesIO(image)) as page:
            piece_of(page.convert("RGB"), turned_box(finding.place.box, turn)).save(buffer, "WEBP", quality=QUALITY)
        return self._answer(buffer.getvalue())

    def _answer(self, image: bytes | None) -> Response:
        if image is None:
            return Response("", 404, headers={"cache-control": "no-store"})
        return Response(image, media_type="image/webp", headers=_PRIVATE)


def create(desk: ReceivingDesk | HomeDesk, language: str, hosts: Iterable[str], token: str | None) -> Starlette:
    pictures = PictureAnswers(desk.examiner)
    routes = [
        Route("/page/{sha256:str}/{page:int}.webp", pictures.page),
        Route("/piece/{id:int}/{finding:str}.webp", pictures.piece),
        Mount("/static", StaticFiles(directory=_STATIC)),
        common_files(),
    ]
    if isinstance(desk, HomeDesk):
        home = HomeAnswers(desk, language)
        routes += [Route("/", home.index), Route("/live", home.live), Route("/again", home.again, methods=["POST"])]
    else:
        routes += _routes(CounterAnswers(desk, language))
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Gate, hosts=frozenset(hosts), token=token, most=_most)],
    )
    app.state.pins = Pins(room_of(desk.folder, desk.folder)) if token else None
    return app


def _routes(counter: CounterAnswers) -> list[Route]:
    return [
        Route("/", counter.index),
        Route("/receipt/{id:int}", counter.receipt),
        Route("/receipt/{id:int}/live", counter.live),
        Route("/receipt/{id:int}/files", counter.upload, methods=["POST"]),
        Route("/receipt/{id:int}/{what:str}", counter.change, methods=["POST"]),
        Route("/receipt/{id:int}/{what:str}", counter.printed, methods=["GET"]),
        Route("/receipts", counter.begin, methods=["POST"]),
        Route("/register", counter.register),
        Route("/register.{form:str}", counter.export),
        Route("/name", counter.name, methods=["POST"]),
    ]


def _most(path: str) -> int:
    """Papers are larger than what else is asked."""
    return MOST_UPLOAD if path.startswith("/receipt/") and path.endswith("/files") else MOST_BYTES


def _live(request: Request, state: Examined, page: Callable[[Examined], str], kind: ReceiptState) -> Response:
    stamp = f"{state.stamp}-{kind.value}"
    over = kind is not ReceiptState.OPEN
    said = {"stamp": stamp, "complete": state.complete and (state.checked or not state.files), "over": over}
    if request.query_params.get("stamp") != stamp:
        who = state.said.company
        said |= {"html": page(state), "company": who.name if who else "", "code": (who.code if who else "") or ""}
        said["district"] = state.district or state.said.district or ""
    return JSONResponse(said, headers={"cache-control": "no-store"})
