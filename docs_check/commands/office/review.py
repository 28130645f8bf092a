"""`docs-check review`: the review page's server, and the browser that is shown it."""

from __future__ import annotations

import ipaddress
import secrets
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from docs_check.exits import WrongUse
from docs_check.review.app import create
from docs_check.review.desk import Desk
from extractor.records import Words

if TYPE_CHECKING:
    from starlette.applications import Starlette

PORT = 8765
_TRIES = 20  # ports from the first one on: so many reviews may run on one machine
_REVIEW = Words("审查页面", "Review page")
_EVERYWHERE = ("0.0.0.0", "::", "")


def share_of(written: str) -> float:
    """`5%` or `0.05` as 0.05. Raises `WrongUse`."""
    text = written.strip().replace("％", "%")
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise WrongUse(
            Words(
                f"抽查比例“{written}”不对，请写成 5% 或 0.05。",
                f"“{written}” is no share; write 5% or 0.05.",
            )
        )
    return share


def serve(
    out: Path,
    language: str | None,
    host: str,
    port: int | None,
    share: float,
    open_browser: bool,
    say: Callable[[str], None],
) -> None:
    """Until it is stopped by Ctrl-C. Raises `WrongUse` where the report or the address cannot be used."""
    with closing(Desk(out, share)) as desk:
        spoken = language or desk.language
        serve_page(
            lambda hosts, token: create(desk, spoken, hosts, token), _REVIEW, spoken, host, port, open_browser, say
        )


def serve_page(
    app: Callable[[frozenset[str], str | None], Starlette],
    name: Words,
    language: str,
    host: str,
    port: int | None,
    open_browser: bool,
    say: Callable[[str], None],
) -> None:
    """Serves `app`, made for the host headers that are ours and a token, until Ctrl-C stops it. Raises `WrongUse`
    where the address cannot be used."""
    import uvicorn

    with closing(listen(host, port)) as listening:
        taken = listening.getsockname()[1]
        token = None if is_loopback(host) else secrets.token_urlsafe(24)
        made = app(hosts_of(host, taken), token)
        address = f"http://{_shown_host(host)}:{taken}/" + (f"?token={token}" if token else "")
        say(_opened(name, address, token is not None).in_language(language))
        server = uvicorn.Server(uvicorn.Config(made, log_level="warning", access_log=False, server_header=False))
        if open_browser:
            threading.Timer(0.5, webbrowser.open, [address]).start()
        # The server passes on, once it has ended, the signal that ended it: then what is open here is closed too.
        signal.signal(signal.SIGTERM, _end)
        with suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
            server.run(sockets=[listening])


def _end(number: int, frame: object) -> None:
    sys.exit(0)


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def hosts_of(host: str, port: int) -> frozenset[str]:
    """The host headers under which this machine may be asked for."""
    names = {"localhost", "127.0.0.1", "[::1]"}
    if host in _EVERYWHERE:
        names |= {socket.gethostname(), *_addresses()}
    else:
        names.add(f"[{host}]" if ":" in host else host)
    return frozenset(f"{name}:{port}" for name in names)


def _addresses() -> set[str]:
    """This machine's own addresses, as far as the system tells them."""
    found = set[str]()
    with suppress(OSError):
        found |= {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)}
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # nothing is sent: it only chooses the way out (TEST-NET-1, RFC 5737)
        found.add(str(probe.getsockname()[0]))
    return {f"[{one}]" if ":" in one else one for one in found}


def _shown_host(host: str) -> str:
    if host in _EVERYWHERE:
        return next((one for one in sorted(_addresses()) if not one.startswith(("127.", "["))), "127.0.0.1")
    return f"[{host}]" if ":" in host else host


def listen(host: str, port: int | None) -> socket.socket:
    """A socket at the port given, or at the first free one from `PORT` on. Raises `WrongUse`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last: OSError | None = None
    for number in [port] if port is not None else range(PORT, PORT + _TRIES):
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, number))
        except OSError as error:
            listening.close()
            last = error
            continue
        return listening
    why = last.strerror if last else ""
    raise WrongUse(
        Words(
            f"地址 {host}:{port or PORT} 不能使用（{why}）；请用 --port 换一个端口，或核对 --host。",
            f"The address {host}:{port or PORT} cannot be used ({why}); choose another --port, or check --host.",
        )
    ) from last


def _opened(name: Words, address: str, beyond: bool) -> Words:
    note = Words("", "")
    if beyond:
        note = Words(
            "\n注意：本机以外也能打开这个地址；地址中的口令等同于钥匙，只发给经办人员。连接未加密，请只在可信的内部网络使用。",
            "\nMind: others on the network can open it. The token in it is the key: give it to nobody else. The "
            "connection is not encrypted; use it on a network that you trust.",
        )
    return Words(
        f"{name.zh}： {address} （按 Ctrl-C 结束）{note.zh}", f"{name.en}: {address} (Ctrl-C ends it){note.en}"
    )
