"""Builds the same pages with Zensical, mkdocs-material's successor, and compares the two sites.

python tests/zensical/check.py build

It needs build/pages and build/mkdocs.yml as scripts/build.py leaves them, and Zensical in its own
environment .venv-zensical, since it needs another pathspec than dbt. Law 6 of the house: both
sites have the same pages, and the same charts find their slots in both.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import click
import yaml

ROOT = Path(__file__).parents[2]
ZENSICAL = ROOT / ".venv-zensical" / "bin" / "zensical"
sys.path.insert(0, str(ROOT / "scripts"))

from samepage.charts.stitch import stitch  # noqa: E402
from samepage.company import BuildFolder  # noqa: E402
from samepage.errors import Fault, SamepageError, Usage, stop_on  # noqa: E402


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path) -> None:
    """Build FOLDER's pages with Zensical into FOLDER/zensical and compare with FOLDER/site."""
    build = BuildFolder(folder.resolve())
    try:
        other = build_with_zensical(build)
        here, there = pages_of(build.site), pages_of(other)
        stop_on([*_faults(here - there, "Zensical"), *_faults(there - here, "mkdocs")])
        charts = stitch(other, build.charts)
    except SamepageError as error:
        click.echo(error, err=True)
        sys.exit(error.exit_code)
    click.echo(f"Zensical builds the same {len(here)} pages, with {charts} charts in their slots.")


def build_with_zensical(build: BuildFolder) -> Path:
    """The folder of the built site. Raises `Usage` when Zensical or the pages are missing, and
    `Faulty` with Zensical's own words when it fails."""
    for needed, remedy in ((ZENSICAL, "make zensical"), (build.path / "mkdocs.yml", "make site")):
        if not needed.exists():
            raise Usage(f"{needed} does not exist; run {remedy}")
    site = build.path / "zensical"
    shutil.rmtree(site, ignore_errors=True)
    settings = build.path / "zensical.yml"
    # Zensical wants both folders below that of its settings, and panics at absolute paths.
    derived = {"INHERIT": "mkdocs.yml", "docs_dir": build.pages.name, "site_dir": site.name}
    settings.write_text(yaml.safe_dump(derived), "utf-8")
    command = [ZENSICAL, "build", "--strict", "--clean", "--config-file", settings]
    run = subprocess.run(command, cwd=build.path, capture_output=True, text=True, check=False)
    if run.returncode or not site.is_dir():
        said = " ".join((run.stdout + run.stderr).split())[-600:]
        stop_on([Fault(str(settings), "zensical build", said, "a built site", "make zensical")])
    return site


def pages_of(site: Path) -> set[str]:
    """The paths of all pages of a built site, relative to it. An e-mail is no page."""
    folder = site.resolve()
    pages = {page.relative_to(folder).as_posix() for page in folder.rglob("*.html")}
    return {page for page in pages if not page.startswith("mail/")}


def _faults(missing: set[str], builder: str) -> list[Fault]:
    fix = "write the page in a way that both builders understand"
    return [Fault(page, "page", "", f"a page that {builder} builds too", fix) for page in missing]


if __name__ == "__main__":
    check()
