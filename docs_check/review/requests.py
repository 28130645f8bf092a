"""What the pages of the review and of the counter ask and answer alike: one person has one name on both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from docs_check.clean import shown

NAME_COOKIE = "docs-check-name"
_LONGEST_NAME = 40  # characters
_YEAR = 365 * 24 * 3600


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
    return _name(unquote(request.cookies.get(NAME_COOKIE, "")))


async def named(request: Request) -> Response | None:
    """Keeps the name that was given; None where none was."""
    name = _name(str((await body_of(request)).get("name", "")))
    if not name:
        return None
    response = JSONResponse({"name": name})
    response.set_cookie(NAME_COOKIE, quote(name), max_age=_YEAR, httponly=True, samesite="strict")
    return response


def common_files() -> Mount:
    """The style and the icon of both."""
    return Mount("/common", StaticFiles(directory=Path(__file__).parent / "common"))


def _name(written: str) -> str:
    return shown(written.strip(), _LONGEST_NAME)
