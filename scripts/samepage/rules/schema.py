"""Checks files against the JSON Schemas in metrics/, and tells what is wrong in an author's words.

What is expected is said by the `description` in the schema itself, so an editor shows the same
sentence as `make check`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import Any, cast

from jsonschema import Draft202012Validator, ValidationError

from samepage.definitions import Definitions
from samepage.documents import Document, Keys, dotted
from samepage.errors import Fault
from samepage.rules.suggest import one_of, write_instead

METRIC = "metrics/metric.schema.json"
EXAMPLE = "metrics/example.schema.json"
GOALS = "metrics/goals.schema.json"
IDENTITIES = "metrics/identities.schema.json"
AMBIGUOUS = "metrics/ambiguous.schema.json"

Schema = dict[str, Any]


def metric_files_follow_the_schema(definitions: Definitions) -> Iterator[Fault]:
    """Every key known, every value of its type, nothing mandatory left out."""
    files = [metric.document for metric in definitions.metrics]
    yield from _check(definitions, METRIC, files)


def examples_follow_the_schema(definitions: Definitions) -> Iterator[Fault]:
    """An example says why, gives rows, and expects a value; so do those that others published."""
    yield from _check(definitions, EXAMPLE, [m.example for m in definitions.metrics if m.example])


def goals_follow_the_schema(definitions: Definitions) -> Iterator[Fault]:
    """A goal has a name, says what is wanted, and is measured."""
    yield from _check(definitions, GOALS, [definitions.goals])


def identities_follow_the_schema(definitions: Definitions) -> Iterator[Fault]:
    """An identity has a name, says what holds, and states it as two sides and a comparison."""
    yield from _check(definitions, IDENTITIES, [definitions.identities])


def ambiguous_words_follow_the_schema(definitions: Definitions) -> Iterator[Fault]:
    """An ambiguous word says which metrics it may mean."""
    yield from _check(definitions, AMBIGUOUS, [definitions.ambiguous])


def _check(definitions: Definitions, path: str, files: Iterable[Document]) -> Iterator[Fault]:
    schema = json.loads((definitions.root / path).read_text("utf-8"))
    validator = Draft202012Validator(schema)
    for file in files:
        if not file.faults:
            for error in validator.iter_errors(_plain(file.data)):
                yield from _told(file, schema, error)


def _plain(data: object) -> object:
    """The data as JSON has it: a date is its text."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(each) for each in data]
    return data.isoformat() if isinstance(data, date) else data


def _told(file: Document, schema: Schema, error: ValidationError) -> Iterator[Fault]:
    keys: Keys = tuple(error.absolute_path)
    if keys[:1] == ("metrics",) and keys[1:2] > (0,):
        return  # of a second metric it is enough to say that it is one too many
    node = _schema_of(schema, keys)
    if error.validator in ("required", "dependentRequired"):
        for key in _missing(error, node):
            expected = _expected(_resolved(schema, node["properties"][key]))
            yield Fault(file.at(*keys), dotted((*keys, key)), "", expected, f"add `{key}:`")
    elif error.validator == "additionalProperties":
        known = node.get("properties", {})
        for key in _strangers(error, node):
            yield _extra(file, (*keys, key), key, known)
    else:
        yield _wrong(file, keys, node, error)


def _missing(error: ValidationError, node: Schema) -> Iterator[str]:
    """The keys that are missing, those aside that stand there misspelt: of them, that is told."""
    wanted = cast(Any, error.validator_value)
    if error.validator == "dependentRequired":
        wanted = [each for key in wanted if key in _keys(error) for each in wanted[key]]
    for key in wanted:
        # There is one error for every missing key, and its message begins with that key.
        is_told = error.message.startswith(repr(key))
        if is_told and not get_close_matches(key, _strangers(error, node)):
            yield key


def _keys(error: ValidationError) -> set[str]:
    return set(cast(Schema, error.instance))


def _strangers(error: ValidationError, node: Schema) -> list[str]:
    """The keys that the schema does not know."""
    return sorted(_keys(error) - set(node.get("properties", {})))


def _extra(file: Document, keys: Keys, key: str, known: Iterable[str]) -> Fault:
    names = list(known)
    expected = "a key that this block has: " + ", ".join(names)
    fix = write_instead(key, names, f"remove `{key}:`, or move it to the block it belongs to")
    return Fault(file.at(*keys), dotted(keys), key, expected, fix)


def _wrong(file: Document, keys: Keys, node: Schema, error: ValidationError) -> Fault:
    value = "" if error.instance in (None, "") else _short(error.instance)
    field = dotted(keys) or "the file"
    return Fault(file.at(*keys), field, value, _expected(node), _fix(keys, value, node, error))


def _fix(keys: Keys, value: str, node: Schema, error: ValidationError) -> str:
    key = next((key for key in reversed(keys) if isinstance(key, str)), None)
    if not key:
        return "begin it as the example in CONTRIBUTING.md"
    if error.validator == "uniqueItems":
        return f"remove what stands twice in `{key}:`"
    if error.validator == "maxItems":
        return "move every further one to a file of its own"
    if not value:
        return f"fill in `{key}:`"
    if error.validator == "enum":
        return write_instead(value, map(str, node["enum"]), "write one of them")
    return f"correct `{key}:`"


def _expected(node: Schema) -> str:
    """What belongs at a place of the schema, in words."""
    told = str(node.get("description") or node.get("title") or "another value")
    allowed = node.get("enum")
    return f"{one_of(map(str, allowed))} ({told})" if allowed else told


def _schema_of(schema: Schema, keys: Keys) -> Schema:
    """The part of a schema that describes the data at these keys. A part without a description
    of its own, such as the items of a list, has that of the part around it."""
    node = schema
    for key in keys:
        told = node.get("description")
        below = node["items"] if isinstance(key, int) else _below(node, key)
        node = {"description": told, **_resolved(schema, below)}
    return node


def _below(node: Schema, key: str) -> Schema:
    named: Schema = node.get("properties", {})
    return cast(Schema, named[key] if key in named else node["additionalProperties"])


def _resolved(schema: Schema, node: Schema) -> Schema:
    """A part of a schema with what its `$ref` names laid under it."""
    if "$ref" not in node:
        return node
    return {**schema["$defs"][node["$ref"].removeprefix("#/$defs/")], **node}


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
