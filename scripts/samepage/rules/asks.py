"""What a page asks for by name, found without rendering it.

    asks(parse('{{ cut("channel", metrics_named("win_rate", "bookings")) }}'))
    # Ask(1, "metric", "win_rate"), Ask(1, "metric", "bookings"),
    # Ask(1, "dimension", "channel", of=("win_rate", "bookings"))

Followed are `set`, `for` and lists; what is put together at rendering time is left to rendering.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jinja2 import nodes

Text = tuple[int, str]


@dataclass(frozen=True)
class Ask:
    """kind: "metric", "dimension" or "grain"; of: the metrics that are asked for it."""

    line: int
    kind: str
    name: str
    of: tuple[str, ...] = ()


def asks(template: nodes.Template) -> tuple[Ask, ...]:
    """Every ask of a page, in the order of the page."""
    reader = _Reader()
    found: list[Ask] = []
    for node in template.find_all((nodes.Assign, nodes.For, nodes.Call)):
        if isinstance(node, nodes.Assign):
            reader.bind(node.target, node.node)
        elif isinstance(node, nodes.For):
            reader.bind_each(node.target, node.iter)
        elif isinstance(node, nodes.Call):
            found += reader.asks_of(node)
    return tuple(found)


def shown(template: nodes.Template) -> tuple[Text, ...]:
    """Line and name of every metric that a page asks for or uses under a name of its own."""
    reader = _Reader()
    found: list[Text] = []
    for node in template.find_all((nodes.Assign, nodes.For, nodes.Call, nodes.Name)):
        if isinstance(node, nodes.Assign):
            reader.bind(node.target, node.node)
        elif isinstance(node, nodes.For):
            reader.bind_each(node.target, node.iter)
        elif isinstance(node, nodes.Call):
            found += [(ask.line, ask.name) for ask in reader.asks_of(node) if ask.kind == "metric"]
        elif isinstance(node, nodes.Name) and node.ctx == "load":
            found += [(node.lineno, name) for name in reader.figures.get(node.name, ())]
    return tuple(found)


@dataclass
class _Reader:
    """Knows which metrics, and which words, the names of a page stand for so far."""

    figures: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, tuple[Text, ...]] = field(default_factory=dict)

    def bind(self, target: nodes.Node, value: nodes.Node) -> None:
        """`set a = ...`, and `set a, b = ...` where there are as many values as names."""
        if isinstance(target, nodes.Name):
            self.figures[target.name] = self.metrics(value)
            self.words[target.name] = tuple(self.texts(value))
        elif isinstance(target, nodes.Tuple):
            each = (
                [self.metrics(item) for item in value.items]
                if isinstance(value, nodes.Tuple | nodes.List)
                else [(name,) for name in self.metrics(value)]
            )
            if len(each) == len(target.items):
                names = (item.name for item in target.items if isinstance(item, nodes.Name))
                self.figures.update(zip(names, each, strict=False))

    def bind_each(self, target: nodes.Node, values: nodes.Node) -> None:
        """`for a in [...]`: whatever is asked of `a` is asked of each."""
        if isinstance(target, nodes.Name):
            self.bind(target, values)

    def metrics(self, node: nodes.Node) -> tuple[str, ...]:
        """The metrics that an expression is about."""
        match node:
            case nodes.Call(node=nodes.Name(name="metric" | "metrics_named")):
                return tuple(name for _, name in self.all_texts(node.args))
            case nodes.Call(node=nodes.Name(name="cohort")):
                return tuple(name for _, name in self.all_texts(node.args[1:]))
            case nodes.Call(node=nodes.Name(name="cut" | "grain" | "last"), args=[_, figures]):
                return self.metrics(figures)
            case nodes.Call(node=nodes.Name(name="same_period"), args=[figures]):
                return self.metrics(figures)
            case nodes.Call(node=nodes.Getattr(node=start)):
                return self.metrics(start)
            case nodes.Getattr(node=start) | nodes.Getitem(node=start):
                return self.metrics(start)
            case nodes.List(items=items) | nodes.Tuple(items=items):
                return tuple(name for item in items for name in self.metrics(item))
            case nodes.Name(name=name):
                return self.figures.get(name, ())
        return ()

    def asks_of(self, call: nodes.Call) -> Iterator[Ask]:
        """What one call asks for, those in its arguments aside."""
        first = list(self.texts(call.args[0])) if call.args else []
        match call.node:
            case nodes.Name(name="metric" | "metrics_named") | nodes.Getattr(attr="matured_like"):
                yield from (Ask(line, "metric", n) for line, n in self.all_texts(call.args))
            case nodes.Name(name="cohort"):
                yield from (Ask(line, "metric", n) for line, n in self.all_texts(call.args[1:]))
                yield from _each(first, "grain", self.metrics(call))
            case nodes.Name(name="cut") | nodes.Getattr(attr="by" | "of"):
                yield from _each(first, "dimension", self.metrics(call))
            case nodes.Name(name="grain") | nodes.Getattr(attr="grain"):
                yield from _each(first, "grain", self.metrics(call))

    def all_texts(self, items: Iterable[nodes.Node]) -> Iterator[Text]:
        for item in items:
            yield from self.texts(item)

    def texts(self, node: nodes.Node) -> Iterator[Text]:
        """The words that an expression stands for, with their lines."""
        match node:
            case nodes.Const(value=str(text)):
                yield node.lineno, text
            case nodes.List(items=items) | nodes.Tuple(items=items):
                yield from self.all_texts(items)
            case nodes.Name(name=name):
                yield from self.words.get(name, ())


def _each(texts: Iterable[Text], kind: str, of: tuple[str, ...]) -> Iterator[Ask]:
    yield from (Ask(line, kind, name, of) for line, name in texts)
