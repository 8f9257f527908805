"""Serves the book on this machine only, and tells open pages what changed and what is wrong.

Pages are those of the last good build, or newer ones that a change made alone. Each is handed out with a small script,
which asks for events (server-sent, https://html.spec.whatwg.org/multipage/server-sent-events.html) and reloads the page
when its digest is another.
"""

import json
import queue
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from briefing.model.digest import bytes_digest

HERE = Path(__file__).parent
HOST = "127.0.0.1"
ASSETS = ("client.js", "client.css")
#: Seconds after which a silent connection is shown to be alive, and how long a folder may be gone while it is replaced.
ALIVE, REPLACED = 15, 0.5
#: Where an address of a page begins that starts from the page's own folder.
_RELATIVE = re.compile(rb'(?:(?<=href=")|(?<=src=")|(?<=action=")|(?<=data-root="))(?![#/]|\w+:)|(?<=[" ])(?=_static/)')
WAITING = b"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Building</title><body><p>The book is being built."


class Pages:
    """Finds what is served: `folders` maps a prefix of the address to folders, the first that has the file wins."""

    def __init__(self, folders: dict[str, Sequence[Path]]) -> None:
        self._folders = sorted(folders.items(), key=lambda item: -len(item[0]))

    def find(self, page: str) -> Path | None:
        """Return the file at an address, such as `chapters/ledger.html`; nothing when there is none."""
        until = time.monotonic() + REPLACED
        whole = self._folders[-1][1][-1] / "index.html"
        while (found := self._look(page)) is None and time.monotonic() < until and not whole.is_file():
            time.sleep(0.02)  # a build is just taking the place of the last
        return found

    def _look(self, page: str) -> Path | None:
        for prefix, folders in self._folders:
            for folder in folders if page.startswith(prefix) else ():
                path = folder / page.removeprefix(prefix)
                path = path / "index.html" if path.is_dir() else path
                if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                    return path
        return None


class Audience:
    """The open pages, each with the events that it has not been told."""

    def __init__(self) -> None:
        self._listening: dict[queue.SimpleQueue[tuple[str, Any]], str] = {}
        self._findings: Any = []

    def join(self, page: str) -> queue.SimpleQueue[tuple[str, Any]]:
        """Return the events of a page from now on, with what is wrong first."""
        events: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._listening[events] = page
        events.put(("findings", self._findings))
        return events

    def leave(self, events: queue.SimpleQueue[tuple[str, Any]]) -> None:
        """Forget a page that has been closed."""
        self._listening.pop(events, None)

    @property
    def pages(self) -> list[str]:
        """The pages that are open."""
        return sorted(set(self._listening.copy().values()))

    def tell(self, name: str, data: Any = "") -> None:  # noqa: ANN401 -- what JSON can hold
        """Tell that something `changed`, or the `findings`, place and text of each: also to whoever comes later."""
        if name == "findings":
            self._findings = data
        for events in self._listening.copy():
            events.put((name, data))


class Handler(BaseHTTPRequestHandler):
    """Answers requests of this machine's browsers."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, pages: Pages, audience: Audience) -> None:  # noqa: ANN401 -- as the library's
        self._pages = pages
        self._audience = audience
        super().__init__(*arguments)

    def do_GET(self) -> None:  # the library's name
        """Answer with a page, a file, a digest or the stream of events."""
        address = urlsplit(self.path)
        name = unquote(address.path).lstrip("/")
        asked = parse_qs(address.query).get("page", [""])[0]
        if self.headers.get("Host", "").rpartition(":")[0] not in {HOST, "localhost"}:
            self._answer(b"", status=HTTPStatus.FORBIDDEN)  # another site's name that leads here
        elif name == "_live/events":
            self._stream(asked)
        elif name == "_live/digest":
            found = self._pages.find(asked)
            self._answer(bytes_digest(found.read_bytes()).encode() if found else b"")
        else:
            self._file(name)

    do_HEAD = do_GET  # noqa: N815 -- the library's name

    def _file(self, name: str) -> None:
        """Answer with a file, or the page that says that there is none."""
        asset = name.removeprefix("_live/")
        found = HERE / asset if asset in ASSETS else self._pages.find(name)
        status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
        found = found or self._pages.find("404.html")
        content = found.read_bytes() if found else WAITING
        if status is HTTPStatus.NOT_FOUND:  # the page of the root is handed out at whatever depth something is missing
            content = _RELATIVE.sub(b"/", content)
        kind = (guess_type(found.name)[0] or "application/octet-stream") if found else "text/html"
        if kind == "text/html":
            content = _with_script(content, name or "index.html", status)
        self._answer(content, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind, status)

    def _answer(self, content: bytes, kind: str = "text/plain", status: HTTPStatus = HTTPStatus.OK) -> None:
        self._head(status, {"Content-Type": kind, "Content-Length": str(len(content))})
        if self.command != "HEAD":
            self.wfile.write(content)

    def _head(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Cache-Control": "no-store"}).items():
            self.send_header(name, value)
        self.end_headers()

    def _stream(self, page: str) -> None:
        self._head(HTTPStatus.OK, {"Content-Type": "text/event-stream", "Connection": "close"})
        self.close_connection = True
        events = self._audience.join(page)
        try:
            self.wfile.write(b"retry: 300\n\n")
            while True:
                with suppress(queue.Empty):
                    name, data = events.get(timeout=ALIVE)
                    self.wfile.write(f"event: {name}\ndata: {json.dumps(data)}\n\n".encode())
                    continue
                self.wfile.write(b": still here\n\n")
        except OSError:  # the page was closed
            self._audience.leave(events)

    def log_message(self, *arguments: Any) -> None:  # noqa: ANN401 -- as the library's
        """Say nothing of requests."""


def _with_script(content: bytes, page: str, status: HTTPStatus) -> bytes:
    """Return a page with the script in it; a page that is not found has no digest, and so is looked for again."""
    digest = bytes_digest(content) if status is HTTPStatus.OK else ""
    script = f'<script src="/_live/client.js" data-page="{escape(page)}" data-digest="{digest}"></script>'
    head = f'<link rel="stylesheet" href="/_live/client.css">{script}'.encode()
    before, body, after = content.partition(b"</head>")
    return before + head + body + after if body else content + head


class Server(ThreadingHTTPServer):
    """Serves from threads that end with the process."""

    daemon_threads = True

    def __init__(self, port: int, pages: Pages, audience: Audience) -> None:
        super().__init__((HOST, port), partial(Handler, pages=pages, audience=audience))

    @property
    def address(self) -> str:
        """Where the book is served."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, *_request: object) -> None:
        """Say nothing of a browser that hangs up."""
