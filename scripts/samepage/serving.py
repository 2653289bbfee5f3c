"""The site on a local port, built again whenever something that it is made of changes.

serve(root, ["--vars", "as_of: 2026-09-30"], build_dir, port=0)    # until Ctrl-C

Every build is `scripts/build.py` in a process of its own, so that changed code counts too and
only the steps that a change touches run. A build that fails says why; the last good site stays.
"""

from __future__ import annotations

import functools
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

WATCHED = ("metrics", "models", "site", "macros", "scripts/samepage")
CHANGES = ("created", "modified", "deleted", "moved")
QUIET_SECONDS = 0.3


def serve(root: Path, arguments: Sequence[str], site: Path, port: int) -> None:
    """Build, serve and rebuild until interrupted or terminated: raises KeyboardInterrupt then.

    `port` 0 means any that is free.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with changes_below(root) as changes, served(site, port) as address:
        rebuild(root, arguments)
        print(f"Serving {address} and watching {', '.join(WATCHED)}; Ctrl-C ends it.", flush=True)
        while True:
            changed = next_change(changes)
            print(f"{changed.relative_to(root)} changed", flush=True)
            rebuild(root, arguments)


def rebuild(root: Path, arguments: Sequence[str]) -> None:
    """One build. Its own messages say how it went; a failed one leaves the site as it was."""
    subprocess.run([sys.executable, root / "scripts" / "build.py", *arguments], check=False)


@contextmanager
def served(site: Path, port: int) -> Iterator[str]:
    """Serve a folder, following its link anew on each request; gives the address."""
    handler = functools.partial(_Handler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def changes_below(root: Path) -> Iterator[queue.Queue[Path]]:
    """A queue that receives the path of every changed file under the watched folders."""
    changes: queue.Queue[Path] = queue.Queue()
    observer = Observer()
    for folder in WATCHED:
        observer.schedule(_Changes(changes), str(root / folder), recursive=True)
    observer.start()
    try:
        yield changes
    finally:
        observer.stop()
        observer.join()


def next_change(changes: queue.Queue[Path]) -> Path:
    """Wait for a change, then until nothing more comes for a moment; gives the first."""
    first = changes.get()
    try:
        while True:
            changes.get(timeout=QUIET_SECONDS)
    except queue.Empty:
        return first


class _Changes(FileSystemEventHandler):
    def __init__(self, changes: queue.Queue[Path]) -> None:
        self.changes = changes

    def on_any_event(self, event: FileSystemEvent) -> None:
        path = Path(str(event.src_path))
        derived = "__pycache__" in path.parts or path.name.startswith(".")
        if event.event_type in CHANGES and not event.is_directory and not derived:
            self.changes.put(path)


class _Handler(SimpleHTTPRequestHandler):
    """Files of the live release, never cached, without a line in the terminal for each."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass
