"""Fixtures for all folders of tests: a built site to look at, a copy of the project to break."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import hypothesis
import pytest

from builds import (
    ROOT,
    SMALL,
    Built,
    Workshop,
    build_site,
    command,
    environment,
    run_build,
)
from once import made_once
from samepage.company import BuildFolder

# How long an example takes says something about the machine and nothing about the code.
hypothesis.settings.register_profile("samepage", deadline=None)
hypothesis.settings.load_profile("samepage")


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Says a sentence at the end of the run: how much was compared, of tests that pass as well."""
    return partial(record_property, "told")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests have told; what they print is lost when they pass."""
    told = [
        f"{report.nodeid}: {sentence}"
        for report in terminalreporter.getreports("passed")
        for name, sentence in report.user_properties
        if name == "told"
    ]
    if told:
        terminalreporter.section("compared")
        for line in sorted(told):
            terminalreporter.line(line)


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small sample company, built once by scripts/build.py. To be read, never written."""

    def make(folder: Path) -> None:
        built = build_site(folder, "--vars", SMALL)
        folder.with_suffix(".json").write_text(json.dumps(built.result), "utf-8")

    folder = made_once(tmp_path_factory, "sample", make)
    result = json.loads(folder.with_suffix(".json").read_text("utf-8"))
    return Built(BuildFolder(folder), result)


@pytest.fixture(scope="session")
def copy_project() -> Callable[[Path], Path]:
    """Copies the tracked tree (and what is not yet tracked, but not ignored) to a new folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    names = [name for name in listed if name and (ROOT / name).is_file()]

    def copy(root: Path) -> Path:
        for name in names:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, root / name)
        return root

    return copy


@pytest.fixture(scope="session")
def workshop(
    copy_project: Callable[[Path], Path],
    sample_site: Built,
    tmp_path_factory: pytest.TempPathFactory,
) -> Workshop:
    """The small sample company where tests may break things and build again: all steps run there,
    on the warehouse of the sample site."""
    root = copy_project(tmp_path_factory.mktemp("workshop") / "project")
    shutil.copytree(sample_site.build.path, root / "build", symlinks=True)
    arguments = command("--json", "--vars", SMALL, root=root)
    with subprocess.Popen(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        cwd=root,
    ) as running:
        first_line = running.stderr.readline()
        meanwhile = run_build("--vars", SMALL, root=root)
        stdout, stderr = running.communicate()
    assert running.returncode == 0, first_line + stderr + stdout
    return Workshop(root, Built(BuildFolder(root / "build"), json.loads(stdout)), meanwhile)


@pytest.fixture
def project_copy(copy_project: Callable[[Path], Path], tmp_path: Path) -> Path:
    """The root of a copy of the project, in which a test may break whatever it likes."""
    return copy_project(tmp_path / "project")


@pytest.fixture
def published_copy(project_copy: Path, sample_site: Built) -> Path:
    """The same with the small sample company's site published in its build folder."""
    build = BuildFolder(project_copy / "build")
    shutil.copytree(sample_site.build.releases, build.releases)
    build.site.symlink_to(sample_site.site.readlink())
    return project_copy
