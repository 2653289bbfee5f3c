"""Kill -9 at every moment of a build: the site stays whole, no child lives on, the next works."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from builds import SMALL, command, environment, published, run_build

pytestmark = pytest.mark.slow

Moment = Callable[[Path, int], bool]


def at_once(root: Path, build: int) -> bool:
    return True


def with_children(root: Path, build: int) -> bool:
    return bool(children(build))


def with_mkdocs_done(root: Path, build: int) -> bool:
    return any((root / "build" / "releases").glob(".tmp-*/sitemap.xml.gz"))


# The line of progress to wait for, and what has to be the case after it.
MOMENTS: list[tuple[str, Moment]] = [
    ("rules", at_once),
    ("raw", at_once),
    ("warehouse", with_children),
    ("  [", at_once),
    ("examples", at_once),
    ("pages", at_once),
    ("charts", with_children),
    ("site", at_once),
    ("site", with_children),
    ("site", with_mkdocs_done),
]


def children(process: int) -> list[int]:
    """Ids of a process's children and their children."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    direct = [int(child) for task in tasks for child in task.read_text().split()]
    return direct + [deeper for child in direct for deeper in children(child)]


def killed(root: Path, line: str, moment: Moment) -> list[int]:
    """Start a build, kill it at a moment; gives a handle (pidfd) of each child it had then."""
    with subprocess.Popen(
        command("--vars", SMALL, root=root),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        cwd=root,
    ) as build:
        said = [next(build.stderr)]
        while not said[-1].startswith(line):
            said.append(next(build.stderr))
        while not moment(root, build.pid):
            assert build.poll() is None, f"ended too early: {said}"
            os.sched_yield()
        # A stopped process starts no more children between the look and the kill.
        build.send_signal(signal.SIGSTOP)
        handles = [os.pidfd_open(child) for child in children(build.pid)]
        build.kill()
    return handles


def test_a_killed_build_harms_nothing(published_copy):
    with (published_copy / "metrics" / "funnel" / "leads.md").open("a") as prose:
        prose.write("\nWritten after the site was published.\n")
    site = published_copy / "build" / "site"
    before = published(site)
    for line, moment in MOMENTS:
        handles = killed(published_copy, line, moment)
        assert (handles != []) or moment is not with_children
        for handle in handles:
            ended, _, _ = select.select([handle], [], [], 60)
            assert ended, f"a child outlived the build that was killed at {line!r}"
        assert published(site) == before, f"the site changed when killed at {line!r}"

    outcome = run_build("--vars", SMALL, root=published_copy)
    assert outcome.code == 0, outcome.result
    assert published(site) != before
    page = site / "metrics" / "funnel" / "leads" / "index.html"
    assert "Written after the site was published." in page.read_text()
    assert not list((published_copy / "build" / "releases").glob(".tmp-*"))
    again = run_build("--vars", SMALL, root=published_copy)
    assert again.result["status"] == "unchanged"
