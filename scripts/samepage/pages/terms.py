"""Words of the glossary in prose: each leads to its metric, and has the definition at hand.

Explainer(desk, paths, unknown).explain("Read it beside [ARR](metric:arr) and the win rate.")

A link that an author wrote and the first time that the name of a metric stands on a page get a
tooltip like that of a figure; later links to the same metric are plain. Headings stay as they are,
since the table of contents repeats them, and so do code and what templates have drawn.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from samepage.catalog import Metric
from samepage.metric_file import METRIC_LINK
from samepage.pages.authored import without_front_matter
from samepage.pages.desk import Desk, page_url

_LINK = re.compile(r"\[([^\[\]\n]+)\]\(metric:(\w+)\)")
# What a line of prose begins with: a word, or the mark of a list and a word.
_PROSE = re.compile(r"(?:[-*] |\d+\. )?[*_\[]*\w")
_FENCE = re.compile(r"`{3,}|~{3,}")
_TOKEN = re.compile(
    r"(?P<apart>`[^`\n]*`|\[[^\]\n]*\]\([^)\n]*\))|(?P<tag><(?P<end>/)?[a-z][^>\n]*>)"
)
_WORD = re.compile(r"(?<![\w&#-])[A-Za-z][\w-]*")


@dataclass
class Explainer:
    """One page. `paths` are those of the metrics' pages; `unknown` is told what is no metric."""

    desk: Desk
    paths: Mapping[str, str]
    unknown: Callable[[str], None]
    told: set[str] = field(default_factory=set)

    def explain(self, markdown: str) -> str:
        matter, body = without_front_matter(markdown)
        is_prose = True
        lines = []
        for line in body.split("\n"):
            if _FENCE.match(line):
                is_prose = not is_prose
            lines.append(self._line(line) if is_prose else self._plain(line))
        return matter + "\n".join(lines)

    def _line(self, line: str) -> str:
        if line.startswith("#"):
            return self._plain(line)
        linked = self._plain(_LINK.sub(self._linked, line))
        return self._named(linked) if _PROSE.match(line) else linked

    def _linked(self, found: re.Match[str]) -> str:
        metric = self.desk.site.catalog.metrics.get(found[2])
        if metric is None or metric.name in self.told:
            return found[0]
        return self._drawn(metric, found[1])

    def _drawn(self, metric: Metric, words: str) -> str:
        self.told.add(metric.name)
        team = self.desk.site.catalog.teams[metric.owner]
        link, tip = self.desk.link(metric.url), self.desk.next_tip()
        return self.desk.draw("term", Markup(words), link, tip, metric, team.label)

    def _plain(self, line: str) -> str:
        """Links to metrics as links to files, which mkdocs follows and checks."""

        def replaced(found: re.Match[str]) -> str:
            if found[1] not in self.paths:
                self.unknown(found[1])
                return found[0]
            folder = posixpath.dirname(self.desk.path) or "."
            return f"]({posixpath.relpath(self.paths[found[1]], folder)})"

        return METRIC_LINK.sub(replaced, line)

    def _named(self, line: str) -> str:
        """The line with the names of metrics explained that stand outside of links and tags."""
        written, place, depth = "", 0, 0
        for token in _TOKEN.finditer(line):
            before = line[place : token.start()]
            written += (before if depth else self._words(before)) + token[0]
            place = token.end()
            if token["tag"]:
                depth += -1 if token["end"] else int(not token["tag"].startswith(("<br", "<img")))
        rest = line[place:]
        return written + (rest if depth else self._words(rest))

    def _words(self, words: str) -> str:
        written, place = "", 0
        for word in _WORD.finditer(words):
            if word.start() < place:
                continue
            for term, metric in self.desk.site.terms.get(word[0].lower(), ()):
                end = word.start() + len(term)
                is_whole = not words[end : end + 1].isalnum() and words[end : end + 1] != "-"
                if words[word.start() : end].lower() == term and is_whole:
                    written += words[place : word.start()]
                    written += self._first(metric, words[word.start() : end])
                    place = end
                    break
        return written + words[place:]

    def _first(self, metric: Metric, words: str) -> str:
        is_told = metric.name in self.told or metric.url == page_url(self.desk.path)
        return words if is_told else self._drawn(metric, words)
