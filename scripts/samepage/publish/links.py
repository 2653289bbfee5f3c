"""Is the finished site whole? Every page there, every link inside it leading somewhere.

faults = broken(folder)          # one Fault per (page, link)

Only the site itself is looked at; links to other hosts are followed by nobody here, but a page
may not load anything from one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from os.path import normpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

from samepage.errors import Fault

# Attributes that hold an address, and the elements that a reader must click before it is asked.
ADDRESSES = ("href", "src", "data", "poster")
CLICKED = ("a", "area")
NOT_LOADED = {"canonical", "prev", "next", "alternate"}
SCHEMES = ("http", "https", "mailto", "tel")

# Comments, and elements whose content is no HTML; only the tag stays.
_OPAQUE = re.compile(r"<!--.*?-->|<(script|style)\b([^>]*)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_QUOTED = r""""[^"]*"|'[^']*'"""
# Tags with attributes, and one attribute after the other, each with its value.
_TAG = re.compile(rf"<([a-z][^\s/>]*)(\s(?:[^>\"']|{_QUOTED})*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rf"""([^\s"'<>/=]+)(?:\s*=\s*({_QUOTED}|[^\s"'>]+))?""")


@dataclass(frozen=True)
class Link:
    element: str
    address: str


def tags(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each different tag that has attributes, with them: `("a", {"href": "../"})`.

    Read by pattern: Python's parser, which mends what is broken, takes ten times as long.
    """
    for tag, attributes in set(_TAG.findall(_OPAQUE.sub(r"<\1\2>", html))):
        given = _ATTRIBUTE.findall(attributes)
        yield tag.lower(), {name.lower(): unescape(told.strip("\"'")) for name, told in given}


@dataclass
class Page:
    """One HTML file: its links and the ids that links may point to."""

    path: Path
    links: set[Link] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for tag, given in tags(self.path.read_text("utf-8")):
            self._note(tag, given)

    def _note(self, tag: str, given: dict[str, str]) -> None:
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "link" and NOT_LOADED & set(given.get("rel", "").split()):
            tag = "a"
        self.links |= {Link(tag, given[name]) for name in ADDRESSES if name in given}


@dataclass(frozen=True)
class Site:
    """root: the path at which it is published, which absolute links begin with"""

    folder: Path
    root: str = "/"

    @cached_property
    def files(self) -> frozenset[Path]:
        return frozenset(path for path in self.folder.rglob("*") if path.is_file())

    @cached_property
    def pages(self) -> dict[Path, Page]:
        return {path: Page(path) for path in sorted(self.folder.rglob("*.html"))}

    def faults(self) -> Iterator[Fault]:
        for page in self.pages.values():
            for link in sorted(page.links, key=lambda each: each.address):
                problem = self._problem(page, link)
                if problem:
                    where = str(page.path.relative_to(self.folder))
                    fix = "mend the page, template or definition that writes it"
                    yield Fault(where, f"<{link.element}>", link.address, problem, fix)

    def _problem(self, page: Page, link: Link) -> str | None:
        """What would have been right, or None when the link is."""
        parts = urlsplit(link.address)
        if parts.scheme or parts.netloc:
            return self._outside(link, parts.scheme)
        # mkdocs gives 404.html absolute links, since it is served for any path.
        if parts.path.startswith("/") and page.path.name != "404.html":
            return "a relative link: the site may live in a subfolder"
        target = self._target(page.path, unquote(parts.path))
        if target is None:
            return "a file of the site"
        known = self.pages[target].ids if target in self.pages else {parts.fragment}
        if parts.fragment and unquote(parts.fragment) not in known:
            return "a heading or anchor of that page"
        return None

    def _outside(self, link: Link, scheme: str) -> str | None:
        if link.element in CLICKED:
            return None if scheme in ("", *SCHEMES) else f"one of {', '.join(SCHEMES)}"
        return None if scheme == "data" else "a file of the site: pages load nothing from elsewhere"

    def _target(self, page: Path, address: str) -> Path | None:
        if not address:
            return page
        is_absolute = address.startswith("/")
        if is_absolute and not address.startswith(self.root):
            return None
        start = self.folder if is_absolute else page.parent
        path = Path(normpath(start / address.removeprefix(self.root)))
        return next((found for found in (path, path / "index.html") if found in self.files), None)


def broken(folder: Path, root: str = "/") -> list[Fault]:
    """A fault for every link of a built site, published at the path `root`, that leads nowhere."""
    return list(Site(folder.resolve(), root).faults())


def absent(folder: Path, pages: Path) -> Iterable[Fault]:
    """A fault for every Markdown file below `pages` that did not become a page of the site."""
    for source in sorted(pages.rglob("*.md")):
        name = source.relative_to(pages).with_suffix("")
        page = name.parent if name.name in ("index", "README") else name
        if not (folder / page / "index.html").is_file():
            yield Fault(
                str(source), "page", "", f"{page}/index.html in the site", "see mkdocs' messages"
            )
