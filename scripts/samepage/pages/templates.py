"""The Jinja environment of the pages: sandboxed, strict, and encoding by default.

Whatever a template prints is encoded unless a macro or a figure has drawn it. There is no filter
that switches this off.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from samepage import text
from samepage.pages.inline import Told

_PLAIN_FILTERS = ("batch", "default", "first", "groupby", "items", "last", "length", "list", "trim")


def environment(root: Path) -> ImmutableSandboxedEnvironment:
    """Reads `templates/...` and `pages/...` from the project's site folder."""
    made = ImmutableSandboxedEnvironment(
        loader=PrefixLoader(
            {name: FileSystemLoader(root / "site" / name) for name in ("templates", "pages")}
        ),
        autoescape=True,
        finalize=_encoded,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters = {name: made.filters[name] for name in _PLAIN_FILTERS}
    made.filters |= {"join": _join, "humanise": text.humanise, "listed": _listed, "day": text.day}
    made.globals = {"range": made.globals["range"]}
    return made


def _encoded(printed: Any) -> Markup:  # noqa: ANN401
    if isinstance(printed, Told):
        return printed.drawn
    return printed if hasattr(printed, "__html__") else Markup(text.encode(str(printed)))


def _join(parts: Iterable[Any], separator: str = "") -> Markup:
    return Markup(separator).join(_marked(part) for part in parts)


def _listed(parts: Iterable[Any], last: str = "and") -> Markup:
    """`a, b and c`, of plain or drawn parts."""
    return Markup(text.listed((str(_marked(part)) for part in parts), last))


def _marked(part: Any) -> Markup:  # noqa: ANN401
    return Markup(part.__html__()) if hasattr(part, "__html__") else Markup(text.encode(str(part)))
