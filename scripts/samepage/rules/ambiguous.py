"""Words that mean several numbers are not left alone in a report: metrics/ambiguous.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from samepage import text
from samepage.definitions import Definitions
from samepage.documents import Prose, items
from samepage.errors import Fault
from samepage.rules.asks import shown
from samepage.rules.jinja import NotJinja, blank, parse, typed_words, without_jinja
from samepage.rules.markdown import line_of, metric_links, words_of
from samepage.rules.suggest import unknown

_LINK = re.compile(r"\[[^\]\n]*\]\([^)\n]*\)")
_HEADING = re.compile(r"^##? ", re.MULTILINE)


@dataclass(frozen=True)
class Word:
    """A word, the metrics that it may mean, and the words behind which it is clear."""

    word: str
    means: tuple[str, ...]
    after: tuple[str, ...]

    @cached_property
    def alone(self) -> re.Pattern[str]:
        clear = "".join(rf"(?<!\b{each}\s)(?<!\b{each}-)" for each in self.after)
        return re.compile(rf"{clear}\b{self.word}\b", re.IGNORECASE)


def ambiguous_words_mean_metrics(definitions: Definitions) -> Iterator[Fault]:
    """`means` of metrics/ambiguous.yml names metrics that exist."""
    for keys, each in items(definitions.ambiguous, "words"):
        means = each.get("means")
        for number, name in enumerate(means if isinstance(means, list) else ()):
            if name not in definitions.names:
                where = definitions.ambiguous.at(*keys, "means", number)
                fix = "name a metric that exists"
                yield unknown(where, "means", str(name), "a metric", definitions.names, fix)


def ambiguous_words_are_not_alone(definitions: Definitions) -> Iterator[Fault]:
    """Where a report says "churn", it says or shows which."""
    words = [_word(each) for _, each in items(definitions.ambiguous, "words")]
    for page in definitions.pages:
        try:
            found = list(_said(page))
        except NotJinja:  # what cannot be parsed is told by `pages_can_be_parsed`
            continue
        for word in words:
            names = _names(definitions, word)
            clear_in = _sections_showing(definitions, page, word)
            for line, said in found:
                clear = names.sub(lambda name: blank(name[0]), said) if names else said
                for alone in word.alone.finditer(clear):
                    at = line + said.count("\n", 0, alone.start())
                    if _section(page, at) not in clear_in:
                        yield _fault(page, at, alone[0], word)


def _word(written: dict[str, object]) -> Word:
    lists = (written.get(key) for key in ("means", "after"))
    means, after = (tuple(map(str, each)) if isinstance(each, list) else () for each in lists)
    return Word(str(written.get("word")), means, after)


def _said(page: Prose) -> Iterator[tuple[int, str]]:
    """What a reader sees as words, links aside, with the line on which it begins."""
    tree = parse(page.text)
    plain = _LINK.sub(lambda link: blank(link[0]), without_jinja(page.text))
    yield 1, words_of(plain)
    yield from typed_words(tree)


def _names(definitions: Definitions, word: Word) -> re.Pattern[str] | None:
    """The names of metrics in which the word is not alone."""
    said = {
        name
        for metric in definitions.metrics
        for name in (metric.text("label"), *metric.names("also_known_as"))
        if name.lower() != word.word and re.search(rf"\b{word.word}\b", name, re.IGNORECASE)
    }
    longest_first = sorted(said, key=lambda name: (-len(name), name))
    pattern = "|".join(rf"\b{re.escape(name)}\b" for name in longest_first)
    return re.compile(pattern, re.IGNORECASE) if pattern else None


def _sections_showing(definitions: Definitions, page: Prose, word: Word) -> set[int]:
    """The sections in which a number stands that the word may mean, or that is named by it."""
    return {
        _section(page, line)
        for line, name in (*shown(parse(page.text)), *metric_links(page.text))
        if name in word.means or _is_named_by(definitions, name, word)
    }


def _is_named_by(definitions: Definitions, name: str, word: Word) -> bool:
    metric = definitions.metric(name)
    return metric is not None and word.word.rstrip("s") in metric.text("label").lower().split()


def _section(page: Prose, line: int) -> int:
    """Which part of a page a line is in, from one heading of level 1 or 2 to the next."""
    starts = [line_of(page.text, found.start()) for found in _HEADING.finditer(page.text)]
    return sum(start <= line for start in starts)


def _fault(page: Prose, line: int, said: str, word: Word) -> Fault:
    first, *_ = word.means
    return Fault(
        page.at(line),
        "word",
        said,
        f"one number rather than several: which, {text.listed(word.means, 'or')}?",
        f"say which, link it as [{word.word}](metric:{first}), or show its number here",
    )
