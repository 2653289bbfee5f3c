"""Rules about hand-written pages: they ask for what is defined, and type no figure."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from samepage.definitions import Definitions
from samepage.documents import Prose
from samepage.errors import Fault
from samepage.metric_file import MetricFile
from samepage.rules.asks import Ask, asks
from samepage.rules.figures import figures
from samepage.rules.jinja import NotJinja, parse, typed_words, without_jinja
from samepage.rules.markdown import line_of, words_of
from samepage.rules.suggest import unknown


def pages_can_be_parsed(definitions: Definitions) -> Iterator[Fault]:
    """What is opened with {{ or {% is closed."""
    for page in definitions.pages:
        try:
            parse(page.text)
        except NotJinja as error:
            lines = page.text.splitlines()
            written = lines[min(error.line, len(lines)) - 1].strip()
            expected = f"Jinja that can be parsed ({error})"
            yield Fault(page.at(error.line), "Jinja", written, expected, "correct this expression")


def pages_ask_for_metrics(definitions: Definitions) -> Iterator[Fault]:
    """`metric("win_rate")` names a metric that exists, and so does whatever else names one."""
    for page, tree in _parsed(definitions):
        for ask in asks(tree):
            if ask.kind == "metric" and ask.name not in definitions.names:
                fix = f"python scripts/new.py <domain>/{ask.name}"
                names = definitions.names
                yield unknown(page.at(ask.line), "metric", ask.name, "a metric", names, fix)


def pages_ask_for_dimensions_and_grains(definitions: Definitions) -> Iterator[Fault]:
    """`.by("channel")` and `.grain("week")` are among what the metric's definition lists."""
    for page, tree in _parsed(definitions):
        for ask in asks(tree):
            for name in ask.of:
                metric = definitions.metric(name)
                if metric:
                    yield from _unlisted(page, ask, metric)


def _unlisted(page: Prose, ask: Ask, metric: MetricFile) -> Iterator[Fault]:
    key = f"{ask.kind}s"
    known = (*metric.names(key), "all") if ask.kind == "grain" else metric.names(key)
    if isinstance(metric.meta(key), list) and ask.name not in known:
        kind = f"a {ask.kind} of {metric.name}"
        fix = f"name one of them, or add {ask.name} to `{key}:` in {metric.path}"
        yield unknown(page.at(ask.line), ask.kind, ask.name, kind, known, fix)


def figures_come_from_metrics(definitions: Definitions) -> Iterator[Fault]:
    """A number on a page is a number of `metric(...)`: typed ones are wrong tomorrow."""
    for page, tree in _parsed(definitions):
        words = words_of(without_jinja(page.text))
        for position, figure in figures(words):
            yield _typed(page, line_of(words, position), figure)
        for line, text in typed_words(tree):
            for _, figure in figures(text):
                yield _typed(page, line, figure)


def _typed(page: Prose, line: int, figure: str) -> Fault:
    return Fault(
        page.at(line),
        "figure",
        figure,
        "a figure that comes from a metric, so that it is right after the next build too",
        'write {{ metric("...") }} instead, or in words what is no figure of the company',
    )


def _parsed(definitions: Definitions) -> Iterator[tuple[Prose, nodes.Template]]:
    """The pages whose Jinja can be parsed; of the others only that is told."""
    for page in definitions.pages:
        try:
            tree = parse(page.text)
        except NotJinja:
            continue
        yield page, tree
