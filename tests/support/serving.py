"""An application served in this process, for a browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import uvicorn
from starlette.applications import Starlette

from docs_check.commands.office.review import hosts_of, listen


@contextmanager
def serving_app(made: Callable[[frozenset[str]], Starlette]) -> Iterator[str]:
    """The address of an application, made for the hosts that are ours."""
    with closing(listen("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        app = made(hosts_of("127.0.0.1", port))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()
