"""Where metrics hang in the tree, and what goes in circles."""

from __future__ import annotations

from samepage.tree import Place, circles, grow, way

LIMBS = {
    "driver": {"revenue": ("wins", "size"), "wins": ("leads",)},
    "part": {"size": ("revenue", "wins"), "rate": ("wins", "leads"), "leads": ("forms",)},
    "alternative": {"revenue": ("gross", "forms"), "gross": ("wins",)},
}


def everything(name):
    return True


def test_every_metric_hangs_where_the_way_to_it_is_shortest():
    tree = grow(["revenue"], LIMBS, everything)
    assert tree == {
        "revenue": Place("revenue", None, "measure"),
        "wins": Place("wins", "revenue", "driver"),
        "size": Place("size", "revenue", "driver"),
        "gross": Place("gross", "revenue", "alternative"),
        "forms": Place("forms", "revenue", "alternative"),
        "leads": Place("leads", "wins", "driver"),
    }
    assert way(tree, "leads") == ("revenue", "wins", "leads")


def test_siblings_stand_in_the_order_in_which_they_are_named():
    assert list(
        grow(["b", "a"], {"driver": {"b": ("d", "c")}, "part": {}, "alternative": {}}, everything)
    ) == ["b", "a", "d", "c"]


def test_what_does_not_belong_is_no_way_either():
    tree = grow(["revenue"], LIMBS, lambda name: name != "wins")
    assert set(tree) == {"revenue", "size", "gross", "forms"}


def test_circles_are_told_by_the_shortest_way():
    edges = {"a": ("b",), "b": ("c", "a"), "c": ("a",), "d": ("d",), "e": ("a",)}
    assert list(circles(edges)) == [("a", "b", "a"), ("c", "a", "b", "c"), ("d", "d")]
    assert list(circles({"a": ("b", "c"), "b": ("c",)})) == []
