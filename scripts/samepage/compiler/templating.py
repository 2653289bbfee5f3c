"""The Jinja templates of the statements, `templates/*.sql.j2`, and what they can call."""

from __future__ import annotations

from pathlib import Path

import jinja2

from samepage.compiler.filters import bracketed


def ref(model: str) -> str:
    return f"{{{{ ref('{model}') }}}}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=jinja2.StrictUndefined,
    keep_trailing_newline=True,
)
templates.globals["ref"] = ref
templates.filters["quoted"] = _quoted
templates.filters["bracketed"] = bracketed
