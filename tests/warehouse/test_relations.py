"""Which numbers are bound to each other, found in the numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from samepage.warehouse.relations import Relations

numbers = st.lists(st.tuples(*[st.integers(0, 50)] * 4), min_size=8, max_size=60, unique=True)


def columns(rows, **made):
    table = dict(zip("abcd", np.array(rows, dtype=np.float64).T, strict=True))
    return {name: make(**table) for name, make in made.items()}


@settings(max_examples=30)
@given(numbers)
def test_what_adds_up_moves_with_the_lightest_of_the_others(rows):
    found = columns(
        rows,
        won=lambda a, **_: a,
        lost=lambda b, **_: b,
        closed=lambda a, b, **_: a + b,
        money=lambda c, **_: c / 7,
    )
    weights = {"won": 1, "lost": 2, "closed": 3, "money": 9}
    together = Relations(found).lightest(weights)
    rank = np.linalg.matrix_rank(np.array([found["won"], found["lost"]]))
    if rank == 2:
        assert together["won"] == together["lost"] == ["lost", "won"]
        assert together["closed"] == ["closed", "won"]


def test_every_column_without_relations_moves_alone():
    rows = [(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)]
    found = columns(rows, a=lambda a, **_: a, b=lambda b, **_: b)
    assert Relations(found).lightest({"a": 1, "b": 1}) == {"a": ["a"], "b": ["b"]}
    assert Relations(found).bound() == {"a": ["a"], "b": ["b"]}


def test_what_is_fixed_does_not_move_and_binds_what_cannot_move_without_it():
    opening = np.array([0.0, 4, 9, 7, 12, 3])
    new, left = np.array([4.0, 6, 2, 8, 1, 5]), np.array([0.0, 1, 4, 3, 10, 2])
    found = {"opening": opening, "new": new, "left": left, "closing": opening + new - left}
    relations = Relations(found, frozenset({"opening", "closing"}))
    weights = dict.fromkeys(found, 1)
    assert relations.lightest(weights) == {"new": ["left", "new"], "left": ["left", "new"]}
    assert set(relations.bound()["closing"]) == set(found)
    alone = Relations({"opening": opening, "mrr": opening * 3}, frozenset({"opening"}))
    assert alone.lightest({"opening": 1, "mrr": 1}) == {}
    assert alone.bound()["mrr"] == ["mrr", "opening"]


def test_money_is_exact_to_four_decimals():
    found = {"a": np.array([0.1, 0.2]), "b": np.array([0.7, 0.7]), "sum": np.array([0.8, 0.9])}
    assert Relations(found).bound()["sum"] == ["a", "b", "sum"]
