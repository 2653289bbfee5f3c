"""A built site on a free port of this machine, and the browser that looks at it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path, PurePosixPath
from threading import Thread
from typing import Any, BinaryIO

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
SIZES = {"desktop": DESKTOP, "phone": PHONE}
PACKED = (".woff2", ".png", ".gz")
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def areas_of(site: Path) -> dict[str, list[str]]:
    """The addresses of all pages by the folder that they lie in, `.` for the root.

    The e-mail edition of Monday is no page.
    """
    areas: dict[str, list[str]] = {}
    for file in sorted(site.rglob("*.html")):
        if file.parent.name != "mail":
            address = file.relative_to(site).as_posix().removesuffix("index.html")
            areas.setdefault(str(PurePosixPath(address).parent), []).append(address)
    return areas


class _Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        """Let the browser keep what all pages share: nothing changes while it is served."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Requests are watched by the tests; a log of them would only be noise."""


class _Weighing(_Quiet):
    """Sends files compressed, as servers of sites do, and notes what each address weighs."""

    def __init__(self, sent: dict[str, int], *given: Any, **named: Any) -> None:
        self.sent = sent
        super().__init__(*given, **named)

    def send_head(self) -> BinaryIO | None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() and self.path.endswith("/") else path
        if not path.is_file():
            return super().send_head()
        is_packed = path.suffix in PACKED
        body = path.read_bytes() if is_packed else gzip.compress(path.read_bytes(), 9, mtime=0)
        self.sent[self.path] = len(body)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(path))
        if not is_packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)


@contextmanager
def serving(site: Path, sent: dict[str, int] | None = None) -> Iterator[str]:
    """Serve the folder for the time of the block; gives its address, ending in a slash.

    `sent`, where given, is filled with the compressed size of every file that was asked for.
    """
    kind = _Quiet if sent is None else partial(_Weighing, sent)
    handler = partial(kind, directory=str(site.resolve()))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
