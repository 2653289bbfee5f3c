"""A built site on a free port of this machine, and the browser that looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
SIZES = {"desktop": DESKTOP, "phone": PHONE}
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


def pages_of(site: Path) -> list[Path]:
    """The HTML files that are pages: all but the e-mail edition of Monday."""
    return sorted(file for file in site.rglob("*.html") if file.parent.name != "mail")


class _Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        """Let the browser keep what all pages share: nothing changes while it is served."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Requests are watched by the tests; a log of them would only be noise."""


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve the folder for the time of the block; gives its address, ending in a slash."""
    handler = partial(_Quiet, directory=str(site.resolve()))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
