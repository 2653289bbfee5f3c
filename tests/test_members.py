"""Members of pairs survive whatever companies call their people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samepage.members import dimensions_of, join, split


@pytest.mark.parametrize(
    ("members", "joined"),
    [
        (("Mid-market", "Ann"), "Mid-market,Ann"),
        (("Mid-market", "Smith, Ann"), r"Mid-market,Smith\, Ann"),
        (("a\\", "b"), r"a\\,b"),
        (("", ""), ","),
        (("alone",), "alone"),
    ],
)
def test_a_comma_in_a_name_is_escaped(members, joined):
    assert join(members) == joined
    assert split(joined) == members


@given(st.lists(st.text(alphabet=st.sampled_from("ab,\\\n ")), min_size=1, max_size=3))
def test_what_is_joined_can_be_split(members):
    assert split(join(members)) == tuple(members)


def test_a_pair_of_dimensions():
    assert dimensions_of("segment,rep") == ("segment", "rep")
    assert dimensions_of("plan") == ("plan",)
