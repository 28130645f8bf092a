"""What the pages of the review and of the counter ask and answer alike: one person has one name on both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from docs_check.clean import shown
from docs_check.review.pins import Pins
from extractor.records import Words

NAME_COOKIE, PIN_COOKIE = "docs-check-name", "docs-check-pin"
_LONGEST_NAME = 40  # characters
_YEAR = 365 * 24 * 3600
_PIN = Words("请输入这个姓名的 PIN。", "Please type this name's PIN.")
_NEW_PIN = Words(
    "这个姓名第一次使用：请设一个 PIN（至少 4 位），以后凭它使用这个姓名。",
    "Nobody has used this name yet: set a PIN of at least 4 characters, by which you use it from now on.",
)
_WRONG_PIN = Words("PIN 不对。", "That is not the PIN.")


async def body_of(request: Request) -> dict[str, Any]:
    """Of a request that changes something: JSON alone, which no form of another page can send."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return {}
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def page_of(text: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return HTMLResponse(text, status, headers={"cache-control": "no-store", **(headers or {})})


def who_of(request: Request) -> str:
    """The name that was given; empty where it is not proved by its PIN and must be."""
    name, pins = _name(unquote(request.cookies.get(NAME_COOKIE, ""))), _pins(request)
    return name if pins is None or pins.proves(name, request.cookies.get(PIN_COOKIE, "")) else ""


async def named(request: Request, language: str) -> Response | None:
    """Keeps the name that was given; None where none was. Where names have PINs, asks for it first. Raises
    `WrongUse`."""
    body, pins = await body_of(request), _pins(request)
    name, pin = _name(str(body.get("name", ""))), str(body.get("pin", ""))
    if not name:
        return None
    response = JSONResponse({"name": name})
    if pins is not None:
        if not pin:
            return JSONResponse({"pin": (_PIN if pins.knows(name) else _NEW_PIN).in_language(language)}, 428)
        if not await run_in_threadpool(pins.is_right, name, pin):
            return JSONResponse({"error": _WRONG_PIN.in_language(language)}, 403)
        response.set_cookie(PIN_COOKIE, pins.proof(name), httponly=True, samesite="strict")
    response.set_cookie(NAME_COOKIE, quote(name), max_age=_YEAR, httponly=True, samesite="strict")
    return response


def _pins(request: Request) -> Pins | None:
    return getattr(request.app.state, "pins", None)


def common_files() -> Mount:
    """The style and the icon of both."""
    return Mount("/common", StaticFiles(directory=Path(__file__).parent / "common"))


def _name(written: str) -> str:
    return shown(written.strip(), _LONGEST_NAME)
