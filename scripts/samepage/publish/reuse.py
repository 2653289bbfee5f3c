"""What mkdocs made of each page's Markdown, kept for the next build.

kept = Kept.read(file, engine)                    # empty when anything else wrote it
kept.render(page, page.render, config, files)     # fills the page in, rendering it only if need be
kept.index(page, index, index.add_entry)          # the same for its entries in the search index
kept.write(file)

A page is rendered again when its Markdown has changed, or when a link of it leads elsewhere than
before: the files that it asked for are kept with the answers. A page that mkdocs complained about
is not kept, so that it is complained about every time.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from material.plugins.search.plugin import SearchIndex  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from samepage.stamps import digest_of

Render = Callable[[MkDocsConfig, Files], None]


@dataclass(frozen=True)
class Rendered:
    """All that `Page.render` sets, files by their names, and what the search index made of it."""

    source: str
    asked: dict[str, str | None]
    content: str
    toc: TableOfContents
    title: str | None
    ids: set[str]
    links: dict[str, dict[str, str]]
    entries: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Kept:
    engine: str
    pages: dict[str, Rendered] = field(default_factory=dict)
    used: dict[str, Rendered] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path, engine: str) -> Kept:
        """`engine` stands for everything but the page that rendering depends on."""
        if file.is_file():
            with file.open("rb") as stream:
                if stream.readline().decode().strip() == engine:
                    return cls(engine, pickle.load(stream))
        return cls(engine)

    def write(self, file: Path) -> None:
        """Keep what this build used; whole or not at all."""
        temporary = file.with_name(f".{file.name}.tmp")
        temporary.write_bytes(f"{self.engine}\n".encode() + pickle.dumps(self.used))
        temporary.replace(file)

    def render(self, page: Page, render: Render, config: MkDocsConfig, files: Files) -> None:
        """Fill the page in from what is kept, or by `render`."""
        name, source = page.file.src_uri, digest_of(page.markdown, page.meta, page.title)
        known = self.pages.get(name)
        if known and known.source == source and known.asked == _answers(files, known.asked):
            self.used[name] = known
            _fill(page, known, files)
            return
        asking = _Asking(files)
        with _complaints() as complaints:
            render(config, asking)
        if not complaints:
            self.used[name] = _rendered(page, source, asking.asked)

    def index(self, page: Page, index: SearchIndex, add: Callable[[Page], None]) -> None:
        """Put the page's sections into the search index, read by `add` if they are not known."""
        known, before = self.used.get(page.file.src_uri), len(index.entries)
        if known and known.entries:
            index.entries += known.entries
            return
        add(page)
        if known:
            known.entries.extend(index.entries[before:])


class _Asking(Files):
    """The site's files, noting which of them a page asks for and what it is told."""

    def __init__(self, files: Files) -> None:
        super().__init__(files)
        self.asked: dict[str, str | None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        found = super().get_file_from_path(path)
        self.asked[path] = found.url if found else None
        return found


def _answers(files: Files, asked: dict[str, str | None]) -> dict[str, str | None]:
    found = {path: files.get_file_from_path(path) for path in asked}
    return {path: file.url if file else None for path, file in found.items()}


def _rendered(page: Page, source: str, asked: dict[str, str | None]) -> Rendered:
    assert page.content is not None
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    return Rendered(
        source=source,
        asked=asked,
        content=page.content,
        toc=page.toc,
        title=page._title_from_render,
        ids=page.present_anchor_ids or set(),
        links=links,
    )


def _fill(page: Page, rendered: Rendered, files: Files) -> None:
    page.content = rendered.content
    page.toc = rendered.toc
    page._title_from_render = rendered.title
    page.present_anchor_ids = rendered.ids
    named = {files.get_file_from_path(name): links for name, links in rendered.links.items()}
    page.links_to_anchors = {file: links for file, links in named.items() if file}


class _Listening(logging.Handler):
    """Collects what mkdocs and its extensions complain about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record)


@contextmanager
def _complaints() -> Iterator[list[logging.LogRecord]]:
    """The warnings and errors while the block runs."""
    listening = _Listening()
    logging.getLogger().addHandler(listening)
    try:
        yield listening.heard
    finally:
        logging.getLogger().removeHandler(listening)
