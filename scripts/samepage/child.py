"""Child processes that end with their parent, even when the parent is killed with -9.

The parent holds the write end of the child's stdin and never closes it while it lives;
the child watches the other end and leaves at once when it closes:

    with child("samepage.warehouse.run", {"root": "."}, {}) as process:
        for line in process.stdout: ...        # parent
    settings = settings_from_parent()          # first statement of the child

Workers of a process pool call `die_with_parent` as their initializer instead.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).parents[1]


@contextmanager
def child(
    module: str, settings: Mapping[str, Any], environment: Mapping[str, str], folder: Path
) -> Iterator[subprocess.Popen[str]]:
    """Run `python -m module` in `folder`; its stdout and stderr are one stream, `process.stdout`.

    The block reads the stream to its end; afterwards `process.returncode` is set. Leaving the
    block by an exception kills the child.
    """
    process = subprocess.Popen(
        # -P: a folder of `folder` must not pass for a package of the same name.
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SCRIPTS), "PYTHONUTF8": "1", **environment},
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        # Days in YAML arrive here as dates; dbt takes them as text.
        process.stdin.write(json.dumps(settings, default=str) + "\n")
        process.stdin.flush()
        yield process
        process.wait()
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def settings_from_parent() -> dict[str, Any]:
    """What the parent passed on; from here on the process ends when its parent does."""
    settings: dict[str, Any] = json.loads(sys.stdin.readline())
    # os.read, since a thread that waits inside sys.stdin breaks the interpreter's shutdown.
    _leave_after(lambda: os.read(0, 1))
    return settings


def die_with_parent() -> None:
    """Initializer for the workers of `multiprocessing` and `concurrent.futures` pools."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "runs in a worker process only"
    _leave_after(parent.join)


def _leave_after(wait: Callable[[], object]) -> None:
    def watch() -> None:
        wait()
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="watch-parent").start()
