"""`serve` shows the site, builds again on a change, and keeps the last good one."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from builds import SMALL, environment
from samepage.serving import changes_below, next_change, served

PAGE = "metrics/funnel/leads/"


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as response:
        assert response.headers["Cache-Control"] == "no-store"
        return response.read().decode()


@contextmanager
def serving(root: Path) -> Iterator[subprocess.Popen[str]]:
    """scripts/serve.py; killed when it says nothing more for minutes, so that reading ends."""
    script = [sys.executable, root / "scripts" / "serve.py", "--vars", SMALL]
    with subprocess.Popen(
        script,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**environment(), "PYTHONUNBUFFERED": "1"},
        cwd=root,
    ) as process:
        killer = threading.Timer(300, process.kill)
        killer.start()
        yield process
        killer.cancel()
        process.kill()


def line_with(text: str, process: subprocess.Popen[str]) -> str:
    """The next line of output that holds a text; fails when the output ends before."""
    seen = []
    for line in process.stdout:
        seen.append(line)
        if text in line:
            return line
    pytest.fail(f"no line with {text!r} in:\n{''.join(seen)}")


@pytest.mark.slow
def test_it_serves_rebuilds_and_survives_a_failing_build(workshop):
    prose = workshop.root / "metrics" / "funnel" / "leads.md"
    before = prose.read_text()
    with serving(workshop.root) as process:
        address = line_with("Serving http", process).split()[1]
        assert "Leads" in read(address + PAGE)

        prose.write_text(before + "\nServed fresh.\n")
        assert "metrics/funnel/leads.md" in line_with("changed", process)
        line_with("Published release", process)
        assert "Served fresh." in read(address + PAGE)

        prose.write_text("No heading at all.\n")
        line_with("to mend:", process)
        line_with("the published site is as it was", process)
        assert "Served fresh." in read(address + PAGE)

        prose.write_text(before)
        line_with("Published release", process)
        assert "Served fresh." not in read(address + PAGE)

        process.terminate()
        assert process.wait(timeout=60) == 0


def test_the_link_is_followed_anew_on_each_request(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(name)
    site = tmp_path / "site"
    site.symlink_to("one")
    with served(site, 0) as address:
        assert read(address) == "one"
        (tmp_path / "next").symlink_to("two")
        (tmp_path / "next").replace(site)
        assert read(address) == "two"


def test_many_changes_at_once_are_one(tmp_path):
    for folder in ("metrics", "models", "site", "macros", "scripts/samepage/__pycache__"):
        (tmp_path / folder).mkdir(parents=True)
    with changes_below(tmp_path) as changes:
        (tmp_path / "scripts" / "samepage" / "__pycache__" / "x.pyc").write_text("")
        (tmp_path / "site" / ".page.md.swp").write_text("")
        for name in ("one.yml", "two.yml"):
            (tmp_path / "metrics" / name).write_text(name)
        (tmp_path / "metrics" / "two.yml").replace(tmp_path / "metrics" / "three.yml")
        assert next_change(changes) == tmp_path / "metrics" / "one.yml"
        with pytest.raises(queue.Empty):
            changes.get_nowait()
