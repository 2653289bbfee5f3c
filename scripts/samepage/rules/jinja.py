"""Reads Jinja without running it: what it calls, and what is plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import Environment, TemplateSyntaxError, nodes

_environment = Environment(autoescape=True, extensions=["jinja2.ext.do"])


class NotJinja(Exception):
    """The text is no Jinja template; `line` is where it stops being one."""

    def __init__(self, error: TemplateSyntaxError) -> None:
        self.line = error.lineno
        super().__init__(error.message)


def parse(text: str) -> nodes.Template:
    """Raises `NotJinja`."""
    try:
        return _environment.parse(text)
    except TemplateSyntaxError as error:
        raise NotJinja(error) from error


def first_arguments(template: nodes.Template, function: str) -> Iterator[str]:
    """The first argument of every call of a function, where it is plain text."""
    for call in template.find_all(nodes.Call):
        named = isinstance(call.node, nodes.Name) and call.node.name == function
        if named and call.args and isinstance(call.args[0], nodes.Const):
            yield str(call.args[0].value)


def literal_outputs(template: nodes.Template) -> Iterator[tuple[int, str]]:
    """Expressions that print only what is typed into them, such as `{{ "63 %" }}`: line, text."""
    for output in template.find_all(nodes.Output):
        for node in output.nodes:
            if not isinstance(node, nodes.TemplateData) and not _asks(node):
                typed = (str(const.value) for const in _constants(node))
                yield node.lineno, " ".join(typed)


def _asks(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Name) or any(node.find_all(nodes.Name))


def _constants(node: nodes.Expr) -> Iterator[nodes.Const]:
    if isinstance(node, nodes.Const):
        yield node
    yield from node.find_all(nodes.Const)


def without_jinja(text: str) -> str:
    """The text with blanks where Jinja stands; every line keeps its number.

    Raises `NotJinja`.
    """
    plain = ""
    try:
        for line, kind, value in _environment.lex(text):
            plain += "\n" * (line - 1 - plain.count("\n"))  # those that {%- has swallowed
            plain += value if kind == "data" else blank(value)
    except TemplateSyntaxError as error:
        raise NotJinja(error) from error
    return plain


def blank(text: str) -> str:
    """As many spaces, on as many lines."""
    return re.sub(r"[^\n]", " ", text)
