"""One file as its author wrote it: the data, and the line on which every part of it stands.

document = read_yaml(root, "metrics/funnel/leads.yml")
document.get("metrics", 0, "name")      # "leads"; None where there is no such place
document.at("metrics", 0, "name")       # "metrics/funnel/leads.yml:3"
document.faults                         # () unless the file cannot be read
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml

from samepage.errors import Fault

Keys = tuple[str | int, ...]

# What YAML does not allow in any place.
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# libyaml's parser where PyYAML was built with it: ten times as fast, same results.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """A YAML file. `lines` maps the keys that lead to a part to its line, counted from 1."""

    path: str
    text: str
    data: object = None
    lines: Mapping[Keys, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def get(self, *keys: str | int) -> object:
        """What stands at these keys, in its YAML type; None when there is no such place."""
        found = self.data
        for key in keys:
            if isinstance(key, int):
                found = found[key] if isinstance(found, list) and key < len(found) else None
            else:
                found = found.get(key) if isinstance(found, dict) else None
        return found

    def at(self, *keys: str | int) -> str:
        """File and line of these keys, or of the nearest part around them that exists."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return f"{self.path}:{self.lines.get(keys, 1)}"


@dataclass(frozen=True)
class Prose:
    """A text file: Markdown, with Jinja when it is a page."""

    path: str
    text: str
    faults: tuple[Fault, ...] = ()

    def at(self, line: int) -> str:
        return f"{self.path}:{line}"


def dotted(keys: Keys) -> str:
    """Keys as authors think of them, without positions in lists: `config.meta.drivers` for
    ("metrics", 0, "config", "meta", "drivers", 1)."""
    own = keys[2:] if len(keys) > 2 and isinstance(keys[1], int) else keys
    return ".".join(key for key in own if isinstance(key, str))


def items(document: Document, *keys: str | int) -> Iterator[tuple[Keys, dict[str, Any]]]:
    """The mappings of a list, each with its keys; none when there is no list of mappings there."""
    found = document.get(*keys)
    for number, each in enumerate(found if isinstance(found, list) else ()):
        if isinstance(each, dict):
            yield (*keys, number), each


def read_prose(root: Path, path: str) -> Prose:
    """A file of text; one that is missing or not UTF-8 comes back empty, with its fault."""
    try:
        return Prose(path, (root / path).read_text("utf-8-sig"))
    except FileNotFoundError:
        fix = f"write it, or bring it back with `git checkout -- {path}`"
        return Prose(path, "", (Fault(path, "file", "", "this file to exist", fix),))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        fix = "save the file with the encoding UTF-8"
        return Prose(path, "", (Fault(f"{path}:{line}", "encoding", "", "UTF-8 text", fix),))


def read_yaml(root: Path, path: str) -> Document:
    """A YAML file with its lines; one that cannot be parsed comes back empty, with its faults."""
    prose = read_prose(root, path)
    if prose.faults:
        return Document(path, "", faults=prose.faults)
    if control := _CONTROL.search(prose.text):
        where = prose.at(prose.text.count("\n", 0, control.start()) + 1)
        fault = Fault(where, "YAML", control[0], "no control characters", "remove it")
        return Document(path, prose.text, faults=(fault,))
    loader = _Loader(prose.text)
    try:
        walk = _Walk(path, loader)
        data = walk.read(loader.get_single_node(), ())
    except yaml.MarkedYAMLError as error:
        return Document(path, prose.text, faults=(_malformed(path, prose.text, error),))
    finally:
        loader.dispose()
    return Document(path, prose.text, data, walk.lines, tuple(walk.faults))


class _Walk:
    """Turns YAML nodes into data while noting their lines and what YAML would let pass."""

    def __init__(self, path: str, loader: yaml.SafeLoader) -> None:
        self.path = path
        self.loader = loader
        self.lines: dict[Keys, int] = {}
        self.faults: list[Fault] = []

    def read(self, node: yaml.Node | None, keys: Keys) -> object:
        if node is None:
            return None
        self.lines.setdefault(keys, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, keys))
        if isinstance(node, yaml.SequenceNode):
            return [self.read(each, (*keys, n)) for n, each in enumerate(node.value)]
        return self._scalar(node, keys)

    def _pairs(self, node: yaml.MappingNode, keys: Keys) -> Iterator[tuple[str, object]]:
        written: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            self.lines[(*keys, key)] = line
            if key in written:
                self._fault(line, (*keys, key), key, "each key once", f"remove one `{key}:`")
            written[key] = line
            yield key, self.read(value_node, (*keys, key))

    def _scalar(self, node: yaml.Node, keys: Keys) -> object:
        try:
            return cast(object, self.loader.construct_object(node))
        except ValueError as error:
            expected = f"a day that exists ({error})"
            self._fault(self.lines[keys], keys, str(node.value), expected, "correct the date")
            return str(node.value)

    def _fault(self, line: int, keys: Keys, value: str, expected: str, fix: str) -> None:
        self.faults.append(Fault(f"{self.path}:{line}", dotted(keys), value, expected, fix))


# What libyaml says, and what an author can do about it.
_IN_PLAIN_WORDS = {
    "mapping values are not allowed": (
        "quotes around a text that contains a colon and a space",
        'write it as "before: after", or indent the line like its neighbours',
    ),
    "cannot start any token": (
        "spaces for indentation, and quotes around a text that starts with a special character",
        "replace tabs by spaces; put a text that starts with @, ` or % in quotes",
    ),
    "could not find expected ':'": ("a colon and a space after every key", "write `key: value`"),
    "did not find expected ',' or ']'": (
        "a list closed by ] with commas between its items",
        "close the list that is opened here with ]",
    ),
    "did not find expected ',' or '}'": (
        "braces closed by } with commas between the pairs",
        "close the braces that are opened here with }",
    ),
    "did not find expected key": (
        "keys of one block at one indentation",
        "indent this line like the keys above it",
    ),
    "did not find expected '-'": (
        "items of one list at one indentation, each after a dash",
        "indent this line like the items above it",
    ),
    "unexpected end of stream": ("a closing quote", "end the text with the quote it begins with"),
}


def _malformed(path: str, text: str, error: yaml.MarkedYAMLError) -> Fault:
    # Of a quote or bracket that is never closed, the line to look at is where it was opened.
    is_open = "flow" in (error.context or "") or "quoted" in (error.context or "")
    mark = error.context_mark if is_open else error.problem_mark
    lines = text.splitlines() or [""]
    line = min(mark.line, len(lines) - 1) if mark else 0
    said = error.problem or "cannot be parsed"
    told = (words for part, words in _IN_PLAIN_WORDS.items() if part in said)
    expected, fix = next(told, (f"YAML ({said})", "correct this line or the one above it"))
    return Fault(f"{path}:{line + 1}", "YAML", lines[line].strip(), expected, fix)
