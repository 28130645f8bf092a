"""Who may talk to the review page: this machine's own browser, or one that was given the token; and only a page of its
own may ask it to change anything."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN_COOKIE = "docs-check-token"
MOST_BYTES = 64_000  # of a request: a note of a few thousand characters
_SAFE = frozenset({"GET", "HEAD"})
_HEADERS = {
    "content-security-policy": "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Gate:
    """`hosts` are the host headers that are ours, such as `127.0.0.1:8765`: another one means that a foreign name was
    made to point here (DNS rebinding). `token` is None on loopback. `most`: bytes of a request to
    a path."""

    def __init__(
        self,
        app: ASGIApp,
        hosts: Iterable[str],
        token: str | None,
        most: Callable[[str], int] = lambda path: MOST_BYTES,
    ) -> None:
        self._app = app
        self._most = most
        self._hosts = frozenset(host.lower() for host in hosts)
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refused(scope, headers)
        if refused is not None:
            await _answer(send, *refused)
            return
        await self._app(scope, receive, _with_headers(send))

    def _refused(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str, dict[str, str]] | None:
        """Status, sentence and headers of a refusal; a redirect is one that hands over the cookie."""
        host = headers.get("host", "").lower()
        if host not in self._hosts:
            return 421, "这个地址不是本程序的。This is not the host that you asked for.", {}
        if self._token is not None:
            given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
            if given and _same(given, self._token):
                cookie = f"{TOKEN_COOKIE}={self._token}; HttpOnly; SameSite=Strict; Path=/"
                return 303, "", {"location": "/", "set-cookie": cookie}
            if not _same(_cookie(headers.get("cookie", "")), self._token):
                return 403, "请用启动时显示的完整地址打开。Open the whole address that was shown at the start.", {}
        if scope["method"] in _SAFE:
            return None
        if headers.get("origin", "").lower() != f"http://{host}":
            return 403, "请求不是由本页面发出的。The request did not come from this page.", {}
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > self._most(scope["path"]):
            return 413, "内容过长。Too long.", {}
        return None


def _same(given: str, token: str) -> bool:
    """In a time that does not tell how much of it is right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def _cookie(header: str) -> str:
    try:
        morsel = SimpleCookie(header).get(TOKEN_COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


async def _answer(send: Send, status: int, text: str, headers: dict[str, str]) -> None:
    every = {"content-type": "text/plain; charset=utf-8", "cache-control": "no-store", **_HEADERS, **headers}
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in every.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": text.encode()})


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            extra = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            message = {**message, "headers": [*message["headers"], *extra]}
        await send(message)

    return sending
