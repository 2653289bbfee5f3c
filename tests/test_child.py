"""A child process ends when its parent does, however that happens."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"

# A parent that starts one child, which would wait for ever, and says the child's id.
CHILD = """
import os, threading
from samepage.child import settings_from_parent
print(settings_from_parent()["greeting"], os.getpid(), flush=True)
threading.Event().wait()
"""
PARENT = """
import sys
from pathlib import Path
from samepage.child import child
with child("waiting", {"greeting": "hello"}, {"PYTHONPATH": sys.argv[1]}, Path(".")) as process:
    print(process.stdout.readline(), end="", flush=True)
    process.stdout.readline()
"""
INTERRUPTED = PARENT.replace("process.stdout.readline()\n", "raise SystemExit(3)\n")
POOL = """
import multiprocessing, os, threading
from concurrent.futures import ProcessPoolExecutor
from samepage.child import die_with_parent

def wait(_):
    print("hello", os.getpid(), flush=True)
    threading.Event().wait()

if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context, die_with_parent) as pool:
        list(pool.map(wait, [1]))
"""


def start(folder: Path, program: str) -> tuple[subprocess.Popen[str], int]:
    """A running parent, and the id of the child that it has started."""
    (folder / "waiting.py").write_text(CHILD)
    (folder / "program.py").write_text(program)
    path = f"{SCRIPTS}{os.pathsep}{folder}"
    parent = subprocess.Popen(
        [sys.executable, folder / "program.py", path],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    greeting, process = parent.stdout.readline().split()
    assert greeting == "hello"
    return parent, int(process)


def has_ended(handle: int) -> bool:
    """Whether a process ends within half a minute; `handle` is its os.pidfd_open."""
    return bool(select.select([handle], [], [], 30)[0])


@pytest.mark.parametrize("program", [PARENT, POOL], ids=["child", "worker of a pool"])
def test_it_does_not_outlive_a_killed_parent(tmp_path, program):
    parent, process = start(tmp_path, program)
    handle = os.pidfd_open(process)
    with parent:
        parent.send_signal(signal.SIGKILL)
    assert has_ended(handle)


def test_leaving_the_block_by_an_exception_kills_it(tmp_path):
    parent, process = start(tmp_path, INTERRUPTED)
    with parent:
        assert parent.wait(timeout=30) == 3
    assert not Path(f"/proc/{process}").exists()
