"""The templates of site/feeds: sandboxed and strict as those of the pages, and encoding by the
language that each of them writes.

environment(root).get_template("metric.md.j2")
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from samepage import text

FOLDER = "site/feeds"
_FILTERS = ("batch", "default", "first", "last", "length", "list", "lower", "trim")
# What begins anything within a line of Markdown; an underscore within a word does not. Templates
# let no data begin a line.
_BREAK = re.compile(r"\s*[\n\r\v\f\x85\u2028\u2029]\s*")
_SIGNIFICANT = re.compile(r"([\\`*\[\]|~]|(?<!\w)_|_(?!\w))")


def environment(root: Path) -> tuple[Environment, Environment]:
    """What writes Markdown and plain text, and what writes HTML and XML."""
    return _environment(root, markdown), _environment(root, escape)


def markdown(words: object) -> Markup:
    """Data as one line of Markdown that reads as it is, and does nothing."""
    if hasattr(words, "__html__"):
        return Markup(words.__html__())
    line = _BREAK.sub(" ", html.escape(str(words), quote=False))
    return Markup(_SIGNIFICANT.sub(r"\\\1", line))


def _environment(root: Path, encode: Any) -> Environment:  # noqa: ANN401
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(root / FOLDER),
        autoescape=True,
        finalize=lambda printed: encode(printed),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters = {name: made.filters[name] for name in _FILTERS}

    def listed(parts: Iterable[object], last: str = "and") -> Markup:
        return Markup(text.listed((str(encode(part)) for part in parts), last))

    made.filters |= {"humanise": text.humanise, "day": text.day, "listed": listed}
    made.globals = {}
    return made
