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


def typed_words(template: nodes.Template) -> Iterator[tuple[int, str]]:
    """What expressions can print because it was typed into them, such as a caption: line, text.

    Left out are the arguments of `.of()` and `.at()`, which name members and days.
    """
    calls = (call for call in template.find_all(nodes.Call) if _method(call) in ("of", "at"))
    names = {
        id(const) for call in calls for argument in call.args for const in _constants(argument)
    }
    for const in _constants(template):
        if isinstance(const.value, str) and id(const) not in names:
            yield const.lineno, const.value
    for output in template.find_all(nodes.Output):
        for node in output.nodes:
            if not isinstance(node, nodes.Name) and not any(node.find_all(nodes.Name)):
                numbers = (each for each in _constants(node) if not isinstance(each.value, str))
                yield from ((each.lineno, str(each.value)) for each in numbers)


def _method(call: nodes.Call) -> str:
    return call.node.attr if isinstance(call.node, nodes.Getattr) else ""


def _constants(node: nodes.Node) -> Iterator[nodes.Const]:
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
