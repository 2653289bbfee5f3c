"""The child process in which mkdocs runs: build/mkdocs.yml and build/pages to one folder.

mkdocs is driven through its own interface, with one plugin of ours that no configuration names:
the site does not depend on it, it only gets built faster.
"""

from __future__ import annotations

import logging
import sys
from functools import partial
from pathlib import Path

import yaml
from jinja2 import Environment
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from samepage.child import settings_from_parent
from samepage.publish.aside import lean, put_back, taken_out
from samepage.publish.reuse import Kept
from samepage.stamps import digest_of


class Shortcuts(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Finished HTML goes around mkdocs, and pages that did not change are not rendered again."""

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self.kept = kept
        self.aside: dict[str, tuple[str, ...]] = {}

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        search = config.plugins["material/search"]
        index = search.search_index  # type: ignore[attr-defined]
        add = partial(self.kept.index, index=index, add=index.add_entry_from_context)
        index.add_entry_from_context = add
        return env

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        # mkdocs has no event around rendering: this page's own method gives way.
        render = partial(self.kept.render, page, page.render)
        page.render = render  # type: ignore[method-assign]
        return page

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        self.aside[page.file.src_uri], left = taken_out(markdown)
        return left

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        return lean(html)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        return put_back(output, self.aside[page.file.src_uri], page.file.src_uri)


def main() -> None:
    settings = settings_from_parent()
    logging.basicConfig(
        level=logging.WARNING, format="%(levelname)s -  %(message)s", stream=sys.stdout
    )
    logging.captureWarnings(True)
    try:
        build_pages(Path(settings["config"]), settings["folder"], settings["engine"])
    except MkDocsException as error:
        logging.critical(error)
        sys.exit(1)


def build_pages(file: Path, folder: str, versions: str) -> None:
    """Build the site that `file` configures into `folder`, with help from the last build."""
    config = load_config(str(file), site_dir=folder)
    settings = yaml.safe_load(file.read_text("utf-8"))
    engine = digest_of(versions, {key: told for key, told in settings.items() if key != "nav"})
    memory = file.with_name("rendered.pickle")
    kept = Kept.read(memory, engine)
    config.plugins["samepage"] = Shortcuts(kept)
    build(config)
    kept.write(memory)


if __name__ == "__main__":
    main()
