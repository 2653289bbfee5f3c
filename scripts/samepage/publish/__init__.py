"""From build/pages to the live site: mkdocs, stitching, a last look, the swap of the link.

published = publish(company, progress)
published.release                        # '3f0c9a6e2b714d58'; build/site links to it
published.pages                          # 87
published.warnings                       # what mkdocs complained about, when not strict
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from samepage.charts.stitch import stitch
from samepage.child import child
from samepage.company import Company
from samepage.errors import Fault, stop_on
from samepage.publish.links import absent, broken
from samepage.publish.policy import secure
from samepage.publish.releases import clear_leftovers, go_live, live_release, new_folder
from samepage.publish.sizes import tell_sizes
from samepage.publish.styles import bundle
from samepage.stamps import LIBRARY, code_behind, digest_of, digest_of_files, packages

__all__ = ["Published", "clear_leftovers", "live_release", "publish"]


@dataclass(frozen=True)
class Published:
    release: str
    pages: int
    warnings: tuple[Fault, ...]


def publish(company: Company, strict: bool = True) -> Published:
    """Build the site beside the live one, check it, and swap.

    Raises `Faulty` with mkdocs' complaints (its warnings too when `strict`), with every page or
    link that is broken, and with every chart that has no place; then the live site stays.
    """
    folder = new_folder(company.build)
    try:
        warnings = _build(company, folder, strict)
        stitch(folder, company.build.charts)
        root = urlsplit(company.site_url).path or "/"
        bundle(folder, root)
        secure(folder)
        shutil.copytree(company.build.feeds, folder, dirs_exist_ok=True)
        tell_sizes(folder)
        stop_on([*absent(folder, company.build.pages), *broken(folder, root)])
        pages = sum(1 for _ in folder.rglob("*.html"))
        return Published(go_live(folder, company.build), pages, tuple(warnings))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _build(company: Company, folder: Path, strict: bool) -> list[Fault]:
    """Run mkdocs into `folder`; returns its warnings."""
    settings = {
        "config": str(company.build.path / "mkdocs.yml"),
        "folder": str(folder),
        "engine": _engine(company),
    }
    with child("samepage.publish.run", settings, _environment(company), company.root) as process:
        assert process.stdout is not None
        lines = list(process.stdout)
    faults = list(_complaints(lines, ("ERROR", "CRITICAL")))
    warnings = list(_complaints(lines, ("WARNING",)))
    if process.returncode != 0 and not faults:
        last = " ".join("".join(lines[-12:]).split())
        faults = [
            Fault("mkdocs", f"exit code {process.returncode}", last, "a built site", "make site")
        ]
    stop_on([*faults, *(warnings if strict or faults else [])])
    return warnings


def _engine(company: Company) -> str:
    """What stands for the versions of everything that renders a page."""
    code = digest_of_files(code_behind("samepage.publish.run"), LIBRARY)
    return digest_of(code, packages(company.root / "requirements.txt"))


def _environment(company: Company) -> dict[str, str]:
    """Dates in the output come from the data, so that equal data gives equal files."""
    as_of = date.fromisoformat(json.loads(company.build.health.read_text("utf-8"))["as_of"])
    midnight = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    return {"SOURCE_DATE_EPOCH": str(int(midnight.timestamp())), "NO_MKDOCS_2_WARNING": "1"}


def _complaints(lines: Iterable[str], levels: tuple[str, ...]) -> Iterator[Fault]:
    """mkdocs' lines of these levels: `WARNING -  Doc file 'x.md' contains a link ...`."""
    for line in lines:
        found = re.match(r"([A-Z]+)\s+-\s+(.*)", line)
        if found and found[1] in levels:
            page = re.search(r"'([^']+\.md)'", found[2])
            where = page[1] if page else "mkdocs"
            fix = "mend the page or the template that writes it"
            yield Fault(where, f"mkdocs {found[1].lower()}", found[2], "no complaint", fix)
