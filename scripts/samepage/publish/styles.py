"""One style sheet for the site, without the theme's rules that no page of it can use.

bundle(folder)               # css/site.3f0c9a6e.css in place of the sheets that pages name

mkdocs-material styles all that anybody's pages may hold: 140 KB of rules, of which we use a
quarter. A rule stays when all classes, ids and values that its selector names occur in the markup
of a page or anywhere in a script; there a class has a hyphen, or every `note` and `green` would
keep a rule. The name holds the content's hash, so that no browser keeps an old one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath, relpath

from samepage.errors import Fault, stop_on
from samepage.stamps import digest_of

_LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
_LINKS = re.compile(rf"{_LINK.pattern}(?:\s*{_LINK.pattern})*")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_HOLDING = ("@media", "@supports", "@layer", "@container", "@keyframes", "@starting-style")
_STRING = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
_TOKEN = re.compile(rf"""{_STRING}|[{{}};]|[^"'{{}};]+""")
_ADDRESS = re.compile(r"""url\((["']?)(?!data:|#)([^"')]+)\1\)""")
# What a selector needs on the page; what stands in brackets may be an alternative or a denial.
_IN_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_NEEDS = re.compile(r"""[.#]([\w-]+)|\[([\w-]+=["']?[^\]"']*)["']?\]""")
_MARKUP = re.compile(r'\s([\w-]+)="([^"]*)"')
# What the theme's script only handles where a page holds it already.
_ONLY_IN_PAGES = re.compile(r"annotation|consent|feedback|mermaid|source|status|tabbed|tag|version")
_USED_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")


@dataclass(frozen=True)
class Rule:
    """`@media print {...}` or `a:hover {...}`; a statement such as `@charset` has no body."""

    head: str
    body: tuple[Rule, ...] | str | None

    def __str__(self) -> str:
        if self.body is None:
            return f"{self.head};"
        body = self.body if isinstance(self.body, str) else "".join(map(str, self.body))
        return f"{self.head}{{{body}}}"


def bundle(folder: Path, root: str = "/") -> None:
    """Write one sheet for each list of sheets that pages name, and name it in their place.

    root  the path at which the site is published, which absolute addresses begin with
    """
    pages = {path: path.read_text("utf-8") for path in sorted(folder.rglob("*.html"))}
    words = _markup(pages.values()) | _scripted(folder)
    written: dict[tuple[str, ...], str] = {}
    for path, html in pages.items():
        place = path.relative_to(folder).as_posix()
        base = "/" if path.name == "404.html" else dirname(place)

        def one(links: re.Match[str], base: str = base) -> str:
            names = tuple(_LINK.findall(links[0]))
            within = (name.removeprefix(root) for name in names)
            sheets = tuple(normpath(join(base, name)).lstrip("/") for name in within)
            if sheets not in written:
                written[sheets] = _write(folder, sheets, words)
            first = names[0].removesuffix(sheets[0])
            return f'<link rel="stylesheet" href="{first}{written[sheets]}">'

        path.write_text(_LINKS.sub(one, html, count=1), "utf-8")


def _write(folder: Path, sheets: tuple[str, ...], words: frozenset[str]) -> str:
    """Join the sheets in their order; returns the new one's path."""
    rules = [rule for sheet in sheets for rule in _rules_of(folder, sheet, words)]
    written = "".join(map(str, rules))
    used = set(_USED_VARIABLE.findall(written)) | {word for word in words if word[:2] == "--"}
    text = "".join(str(_without_unused(rule, used)) for rule in rules)
    path = folder / "css" / f"site.{digest_of(text)[:8]}.css"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path.relative_to(folder).as_posix()


def _rules_of(folder: Path, sheet: str, words: frozenset[str]) -> Iterator[Rule]:
    """A sheet's rules, the theme's without what is not needed; ours stay as they are."""
    rules = parsed(_moved((folder / sheet).read_text("utf-8"), dirname(sheet)))
    is_theme = sheet.startswith("assets/stylesheets/")
    return needed(rules, words) if is_theme else iter(rules)


def _moved(css: str, place: str) -> str:
    """With addresses that lead from css/ to where they led from `place`."""
    return _ADDRESS.sub(lambda found: f'url("{relpath(join(place, found[2]), "css")}")', css)


def parsed(css: str) -> tuple[Rule, ...]:
    """The rules of a style sheet, without comments and needless white space.

    Raises `Faulty` for a rule where declarations are expected: what follows it would be lost.
    """
    tokens = iter([token.strip("\n") for token in _TOKEN.findall(_COMMENT.sub("", css))])
    return tuple(_rules(tokens))


def _rules(tokens: Iterator[str]) -> Iterator[Rule]:
    head = ""
    for token in tokens:
        if token == "}":
            return
        if token == "{":
            head = _tight(head)
            has_rules = head.startswith(_HOLDING)
            yield Rule(head, tuple(_rules(tokens)) if has_rules else _declarations(tokens))
            head = ""
        elif token == ";":
            yield Rule(_tight(head), None)
            head = ""
        else:
            head += token


def _declarations(tokens: Iterator[str]) -> str:
    """`color:red;margin:0`, up to the closing brace."""
    found: list[str] = [""]
    for token in tokens:
        if token == "}":
            break
        if token == "{":
            fix = "write it on its own, or add the at-rule that holds it to _HOLDING"
            stop_on([Fault("site/theme/css", "rule", _tight(found[-1]), "declarations", fix)])
        if token == ";":
            found.append("")
        else:
            found[-1] += token
    return ";".join(filter(None, map(_tight, found)))


def _tight(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def needed(rules: Iterable[Rule], words: frozenset[str]) -> Iterator[Rule]:
    """Those that can match, each with only those of its selectors that can."""
    for rule in rules:
        if rule.head.startswith("@keyframes") or not rule.body:
            yield rule
        elif isinstance(rule.body, tuple):
            if body := tuple(needed(rule.body, words)):
                yield Rule(rule.head, body)
        elif selectors := [each for each in _selectors(rule.head) if _can_match(each, words)]:
            yield Rule(",".join(selectors), rule.body)


def _selectors(head: str) -> list[str]:
    return [each.strip() for each in re.split(r",(?![^(]*\))", head)]


def _can_match(selector: str, words: frozenset[str]) -> bool:
    needs = _NEEDS.findall(_IN_BRACKETS.sub("", selector))
    return all(name in words if name else _has(pair, words) for name, pair in needs)


def _has(pair: str, words: frozenset[str]) -> bool:
    """Whether an attribute has that value somewhere, or a script may give it; `dir` and colours
    are set where pages are built."""
    name, _, value = pair.replace('"', "").partition("=")
    is_scripted = f"={value}" in words and not name.startswith(("dir", "data-md-color"))
    return f"{name}={value}" in words or is_scripted


def _without_unused(rule: Rule, used: set[str]) -> Rule:
    """Without the variables that nothing reads, such as icons of notes nobody writes."""
    if isinstance(rule.body, tuple):
        return Rule(rule.head, tuple(_without_unused(each, used) for each in rule.body))
    if not rule.body or "--" not in rule.body:
        return rule
    told = re.findall(rf"(?:{_STRING}|[^;\"'])+", rule.body)
    kept = [each for each in told if not each.startswith("--") or each.split(":")[0] in used]
    return Rule(rule.head, ";".join(kept))


def _markup(pages: Iterable[str]) -> frozenset[str]:
    """The classes and ids of pages, and their attributes: `md-nav`, `dir=ltr`."""
    found = {pair for html in pages for pair in set(_MARKUP.findall(html))}
    named = {word for name, told in found if name in ("class", "id") for word in told.split()}
    return frozenset(named | {f"{name}={told}" for name, told in found if len(told) < 80})


def _scripted(folder: Path) -> frozenset[str]:
    """The words of scripts: `md-nav__link` may be a class, and `=md-nav__link` or `=page` the value
    of an attribute that they give to an element."""
    texts = (path.read_text("utf-8") for path in folder.rglob("*.js"))
    words = {word for text in texts for word in re.findall(r"-*[a-zA-Z][\w-]*", text)}
    given = {word for word in words if not _ONLY_IN_PAGES.search(word)}
    return frozenset({word for word in given if "-" in word} | {f"={word}" for word in given})
