"""Everything that build/feeds holds, put together and written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from samepage.company import Company
from samepage.errors import stop_on
from samepage.feeds import listing, ossie, templates, texts
from samepage.feeds.card import CARD, card, drawn
from samepage.feeds.entries import Entry, entries
from samepage.manifest import load_catalog
from samepage.pages.desk import Desk, Site
from samepage.pages.monday import Monday, monday
from samepage.pages.templates import environment
from samepage.values import read_values

# Where the desk stands: addresses are those of a page at the root of the site.
_ROOT = "index.md"


def write_feeds(company: Company) -> tuple[str, ...]:
    """Write build/feeds from the last warehouse and return the names of its files."""
    health = json.loads(company.build.health.read_text("utf-8"))
    site = Site(company, load_catalog(company), health, environment(company.root))
    files = feeds(site)
    shutil.rmtree(company.build.feeds, ignore_errors=True)
    for name, text in files.items():
        path = company.build.feeds / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tuple(sorted([*files, *_pictures(site)]))


def _pictures(site: Site) -> Iterator[str]:
    """A picture is fetched by whoever reads a link, so its address has to be absolute."""
    if site.company.site_url:
        _, marked = templates.environment(site.company.root)
        (site.company.build.feeds / CARD).write_bytes(card(drawn(marked, site)))
        yield CARD


def feeds(site: Site) -> dict[str, str]:
    """Name below the root of the site -> text."""
    found, told = _filled(site)
    return dict(_files(site, found, told))


def _filled(site: Site) -> tuple[list[Entry], Monday]:
    """The second of two passes, with the answers to everything that the first asks."""
    asking = Desk(site, _ROOT)
    entries(asking)
    monday(asking)
    stop_on(asking.faults)
    answering = Desk(site, _ROOT, read_values(site.company.build.values, asking.asks))
    return entries(answering), monday(answering)


def _files(site: Site, found: list[Entry], told: Monday) -> Iterator[tuple[str, str]]:
    root = site.company.root
    plain, marked = templates.environment(root)
    yield listing.SCHEMA, _text(root, listing.SCHEMA)
    yield "metrics.json", listing.listing(site, found)
    for entry in found:
        yield f"{entry.address}.json", listing.single(site, entry)
        yield f"{entry.address}.md", texts.of_metric(plain, site, entry)
    exported = ossie.export(site, found)
    yield "ossie.yaml", exported.written
    yield "ossie-losses.md", texts.of_losses(plain, site, exported)
    yield "llms.txt", texts.of_site(plain, site, found)
    yield "definitions.xml", texts.of_redefinitions(marked, site, found)
    yield "mail/monday.html", texts.of_monday(marked, site, found, told)


def _text(root: Path, name: str) -> str:
    return (root / templates.FOLDER / name).read_text("utf-8")
