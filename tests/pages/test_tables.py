"""Tables of members: which of them stand in a list that has to be cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_cases import GOLDEN, in_second_pass, stage

from samepage.pages import tables


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return stage(GOLDEN / "grids", tmp_path_factory.mktemp("tables"))


def listed(site, top):
    """The members of a count, of which two are zero, in a table of so many rows."""

    def heads(metric):
        reading = metric("won").by("segment,rep")
        small = ("Small,unknown", "Large,Ann")
        rows = [replace(v, value=0.0) if v.member in small else v for v in reading.values]
        reading.__dict__["values"] = rows
        table = tables.by_member([reading], top=top)
        return [row.head for row in table.rows], table.note

    return in_second_pass(site, heads)


def test_a_list_that_is_cut_is_not_filled_up_with_zeros(site):
    assert listed(site, top=4) == (["Small, Ann", "Large, Lee, Bo", "Small, Lee, Bo"], "")
    heads, note = listed(site, top=2)
    assert heads == ["Small, Ann", "Large, Lee, Bo"]
    assert note == "The 2 largest of 3."


def test_a_list_that_fits_names_every_member(site):
    assert len(listed(site, top=5)[0]) == 5
