"""Reads Jinja without running it: which calls a filter or a page makes, and what is plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError, nodes

_environment = Environment(autoescape=True, extensions=["jinja2.ext.do"])


class NotJinja(Exception):
    """The text is no Jinja template; `line` is where it stops being one."""

    def __init__(self, error: TemplateSyntaxError) -> None:
        self.line = error.lineno
        super().__init__(error.message)


@dataclass(frozen=True)
class Call:
    """A call by name, such as `metric("win_rate").by("channel")` without what hangs on it.

    arguments   those that are plain text; others are known only when the page is rendered
    """

    line: int
    arguments: tuple[str, ...]
    node: nodes.Call

    @property
    def text(self) -> str:
        """The first argument, "" when it is no plain text."""
        return self.arguments[0] if self.arguments else ""


def parse(text: str) -> nodes.Template:
    """Raises `NotJinja`."""
    try:
        return _environment.parse(text)
    except TemplateSyntaxError as error:
        raise NotJinja(error) from error


def calls(template: nodes.Node, name: str) -> Iterator[Call]:
    """Every call of the function `name`."""
    for node in template.find_all(nodes.Call):
        if isinstance(node.node, nodes.Name) and node.node.name == name:
            yield _call(node)


def methods_on(template: nodes.Node, function: str) -> Iterator[tuple[Call, str, Call]]:
    """Every method call in a chain that begins with `function(...)`: (start, method, call)."""
    for node in template.find_all(nodes.Call):
        start = _start(node)
        if isinstance(node.node, nodes.Getattr) and start is not node and _is(start, function):
            yield _call(start), node.node.attr, _call(node)


def _start(node: nodes.Call) -> nodes.Call:
    """The innermost call of a chain `a(...).b(...).c(...)`."""
    while isinstance(node.node, nodes.Getattr) and isinstance(node.node.node, nodes.Call):
        node = node.node.node
    return node


def _is(node: nodes.Call, function: str) -> bool:
    return isinstance(node.node, nodes.Name) and node.node.name == function


def _call(node: nodes.Call) -> Call:
    plain = (arg.value for arg in node.args if isinstance(arg, nodes.Const))
    return Call(node.lineno, tuple(text for text in plain if isinstance(text, str)), node)


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
