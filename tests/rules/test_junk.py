"""Whatever stands in place of one part of a file, the rules say what is wrong and never crash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from projects import messages, write, write_project

FILES = (
    "metrics/funnel/win_rate.yml",
    "metrics/funnel/opportunities_won.yml",
    "metrics/funnel/win_rate.example.yml",
    "metrics/groups.yml",
    "models/marts/fct_opportunities.yml",
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda below: st.lists(below, max_size=2) | st.dictionaries(st.text(max_size=5), below),
    max_leaves=4,
)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200)


def places(data: Any, keys: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The keys of every part of some data."""
    yield keys
    pairs = data.items() if isinstance(data, dict) else enumerate(data if _is_list(data) else ())
    for key, below in pairs:
        yield from places(below, (*keys, key))


def _is_list(data: Any) -> bool:
    return isinstance(data, list)


def replaced(data: Any, keys: tuple[Any, ...], junk: Any) -> Any:
    """The data with something else in one place."""
    if not keys:
        return junk
    first, *rest = keys
    changed = replaced(data[first], tuple(rest), junk)
    if isinstance(data, dict):
        return {**data, first: changed}
    return [*data[:first], changed, *data[first + 1 :]]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("junk"))


@settings(max_examples=150)
@given(data=st.data())
def test_junk_in_place_of_any_part(root: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(FILES))
    before = (root / path).read_text("utf-8")
    whole = yaml.safe_load(before)
    keys = data.draw(st.sampled_from(list(places(whole))))
    junk = data.draw(JUNK)
    try:
        write(root, path, yaml.safe_dump(replaced(whole, keys, junk)))
        told = messages(root)
        assert all("    to mend: " in each for each in told)
        assert told == sorted(set(told), key=told.index)
    finally:
        write(root, path, before)


@settings(max_examples=150)
@given(
    path=st.sampled_from([*FILES, "site/pages/index.md", "metrics/funnel/win_rate.md"]), text=TEXT
)
def test_any_text_in_place_of_a_file(root: Path, path: str, text: str) -> None:
    before = (root / path).read_text("utf-8")
    try:
        write(root, path, text)
        assert all("    to mend: " in each for each in messages(root))
    finally:
        write(root, path, before)
