"""What a page asks for is found wherever the page's functions take a name."""

from __future__ import annotations

import pytest

from samepage.rules.asks import Ask, asks
from samepage.rules.jinja import parse

A, B = Ask(1, "metric", "a"), Ask(1, "metric", "b")


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('{{ metric("a") }}', [A]),
        ('{{ metrics_named("a", "b") }}', [A, B]),
        ('{{ metric("a").matured_like("b") }}', [B, A]),
        ('{{ metric("a").by("d").chart() }}', [Ask(1, "dimension", "d", ("a",)), A]),
        ('{{ metric("a").of("d", "web").last(3) }}', [Ask(1, "dimension", "d", ("a",)), A]),
        ('{{ metric("a").numerator.grain("week") }}', [Ask(1, "grain", "week", ("a",)), A]),
        (
            '{{ cut("d", last(3, grain("week", metrics_named("a", "b")))) }}',
            [Ask(1, "dimension", "d", ("a", "b")), Ask(1, "grain", "week", ("a", "b")), A, B],
        ),
        (
            '{% set x = metric("a") %}{{ x.by("d") }}{{ y.by("d") }}',
            [A, Ask(1, "dimension", "d", ("a",)), Ask(1, "dimension", "d")],
        ),
        (
            '{% set x, y = metric("a"), metric("b") %}{{ cut("d", [y, x]) }}',
            [A, B, Ask(1, "dimension", "d", ("b", "a"))],
        ),
        (
            '{% set x, y = cohort("week", "a", "b") %}{{ y.by("d") }}',
            [A, B, Ask(1, "grain", "week", ("a", "b")), Ask(1, "dimension", "d", ("b",))],
        ),
        (
            '{% for d in ["d", "e"] %}{{ metric("a").by(d) }}{% endfor %}',
            [Ask(1, "dimension", "d", ("a",)), Ask(1, "dimension", "e", ("a",)), A],
        ),
        (
            '{% for x in metrics_named("a", "b") %}{{ x.by("d") }}{% endfor %}',
            [A, B, Ask(1, "dimension", "d", ("a", "b"))],
        ),
        ('{{ metric(name) }}{{ metric("a" ~ "b") }}{{ other("a") }}', []),
    ],
)
def test_asks(page: str, found: list[Ask]) -> None:
    assert list(asks(parse(page))) == found


def test_asks_know_the_line_of_the_name() -> None:
    page = 'one\n{{ metrics_named(\n  "a",\n  "b",\n) }}\n'
    assert [ask.line for ask in asks(parse(page))] == [3, 4]
