"""What a person sees while a verb runs, and how it ends: lines, a bar, an exit code.

progress = progress_on(sys.stderr)           # a bar on a terminal, plain aligned lines elsewhere
with progress.step("warehouse"):             # `warehouse`, then `warehouse  ok  12.3 s`
    progress.item(3, 41, "fct_leads", "ok", 1.2)
                                             # `[ 3/41] fct_leads  ok  1.2 s`
progress.skip("charts")                      # `charts  unchanged`
progress.begin_beside("feeds")               # `feeds`, and `feeds  ok  2.3 s` by `end_beside`

with exit_on_error(as_json=False):           # SamepageError -> message on stderr, its exit code
    ...
"""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn
from rich.progress import Progress as Bar

from samepage.errors import Faulty, SamepageError

NAME_WIDTH = 12
ITEM_WIDTH = 60


class Progress:
    """Plain lines on a stream; also the memory of how long each step took, in seconds.

    `seconds` has an entry for every step, in order; it is None when the step was skipped.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.seconds: dict[str, float | None] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Announce a step, run the block, and say how it ended and how long it took."""
        start = time.monotonic()
        self._begin(name)
        try:
            yield
        except BaseException:
            self._end(name, "failed", time.monotonic() - start)
            raise
        self.seconds[name] = time.monotonic() - start
        self._end(name, "ok", time.monotonic() - start)

    def skip(self, name: str) -> None:
        self.seconds[name] = None
        self.say(f"{name:<{NAME_WIDTH}}  unchanged")

    def begin_beside(self, name: str) -> None:
        """Announce a step that runs in another process, beside those that follow."""
        self.seconds[name] = 0.0
        self.say(name)

    def end_beside(self, name: str, status: str, seconds: float) -> None:
        """Say how that step ended."""
        self.seconds[name] = seconds
        self.say(_ended(name, status, seconds))

    def item(self, index: int, total: int, name: str, status: str, seconds: float) -> None:
        """One piece of the running step is done: piece `index` of `total`."""
        width = len(str(total))
        self.say(f"  [{index:>{width}}/{total}] {shortened(name)}  {status}  {seconds:.1f} s")

    def say(self, line: str) -> None:
        print(line, file=self.stream, flush=True)

    def close(self) -> None:
        """Nothing more will be said."""

    def _begin(self, name: str) -> None:
        self.say(name)

    def _end(self, name: str, status: str, seconds: float) -> None:
        self.say(_ended(name, status, seconds))


class BarProgress(Progress):
    """The same on a terminal: finished steps stay as lines, the running one is a bar."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.bar = Bar(
            SpinnerColumn(),
            TextColumn(f"{{task.description:<{NAME_WIDTH}}}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[item]}"),
            console=Console(file=stream),
            transient=True,
        )
        self.task: TaskID | None = None
        self.bar.start()

    def item(self, index: int, total: int, name: str, status: str, seconds: float) -> None:
        if status not in ("ok", "pass"):
            super().item(index, total, name, status, seconds)
        if self.task is not None:
            self.bar.update(self.task, completed=index, total=total, item=shortened(name))

    def say(self, line: str) -> None:
        self.bar.console.print(line, markup=False, highlight=False)

    def close(self) -> None:
        self.bar.stop()

    def _begin(self, name: str) -> None:
        self.task = self.bar.add_task(name, total=None, item="")

    def _end(self, name: str, status: str, seconds: float) -> None:
        if self.task is not None:
            self.bar.remove_task(self.task)
        self.task = None
        super()._end(name, status, seconds)


@contextmanager
def progress_on(stream: TextIO) -> Iterator[Progress]:
    """A bar when the stream is a terminal, plain lines when it is a file, a pipe or CI's log."""
    progress = BarProgress(stream) if stream.isatty() else Progress(stream)
    try:
        yield progress
    finally:
        progress.close()


@contextmanager
def exit_on_error(as_json: bool = False) -> Iterator[None]:
    """Turn whatever this project raises on purpose into a message and the exit code it carries.

    The message goes to stderr; with `as_json` one object goes to stdout instead:
    {"status": "failed", "message": "...", "faults": [{"where", "field", ...}, ...]}.
    """
    try:
        yield
    except SamepageError as error:
        if as_json:
            print_json({"status": "failed", "message": str(error), "faults": _listed(error)})
        else:
            print(_told(error), file=sys.stderr)
        raise SystemExit(error.exit_code) from error


def _ended(name: str, status: str, seconds: float) -> str:
    return f"{name:<{NAME_WIDTH}}  {status}  {seconds:.1f} s"


def shortened(name: str) -> str:
    """A name that leaves room on its line; dbt names a test for everything that it is given."""
    return name if len(name) <= ITEM_WIDTH else f"{name[: ITEM_WIDTH - 1]}…"


def print_json(result: Mapping[str, Any]) -> None:
    print(json.dumps(result, indent=2, default=str))


def _listed(error: SamepageError) -> list[dict[str, str]]:
    return [dataclasses.asdict(fault) for fault in getattr(error, "faults", [])]


def _told(error: SamepageError) -> str:
    if not isinstance(error, Faulty):
        return str(error)
    count = len(error.faults)
    return f"\n{error}\n\n{count} fault{'s' if count > 1 else ''}; the published site is as it was."
