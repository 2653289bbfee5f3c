"""Whoever calculates with what is shown cannot tell a number that rests on too few records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from samepage.warehouse.withholding import Part, withhold
from warehouse.attacker import FIRST, Cell, Equation, start_of, sums, worked_out

LIMIT = 5
AS_OF = date(2025, 5, 9)
GRAINS = ("month", "quarter", "year", "all")
REPS, SEGMENTS = ("Ann", "Bob", "Cy"), ("large", "small")
CUTS = frozenset({"rep", "segment"})
MONTHS = [date(2024 + n // 12, n % 12 + 1, 1) for n in range(7, 17)]

# Column -> a number for every (grain, start, dimension, member).
Cube = Mapping[str, Counter[tuple[str, date, str, str]]]


@dataclass(frozen=True)
class Deal:
    month: int
    rep: str
    segment: str
    is_won: bool
    amount: int


@dataclass(frozen=True)
class Customer:
    rep: str
    segment: str
    joined: int
    left: int


def periods() -> Iterator[tuple[str, date]]:
    for grain in GRAINS:
        yield from ((grain, start) for start in sorted({start_of(grain, m) for m in MONTHS}))


# The numbers of the months in each period.
INSIDE = {
    (grain, start): [n for n, month in enumerate(MONTHS) if start_of(grain, month) == start]
    for grain, start in periods()
}


def members(row: Deal | Customer) -> list[tuple[str, str]]:
    return [("total", "all"), ("rep", row.rep), ("segment", row.segment)]


def cube_of_deals(deals: Iterable[Deal]) -> Cube:
    cube: dict[str, Counter] = {name: Counter() for name in ("closed", "won", "lost", "bookings")}
    for deal in deals:
        for grain, cut in product(GRAINS, members(deal)):
            key = (grain, start_of(grain, MONTHS[deal.month]), *cut)
            cube["closed"][key] += 1
            cube["won" if deal.is_won else "lost"][key] += 1
            cube["bookings"][key] += deal.amount * deal.is_won
    return cube


def cube_of_customers(customers: Iterable[Customer]) -> Cube:
    """Opening, new, churned and closing: a period has the opening of its first month."""
    cube: dict[str, Counter] = {
        name: Counter() for name in ("opening", "new", "churned", "closing")
    }
    for customer in customers:
        for ((grain, start), inside), cut in product(INSIDE.items(), members(customer)):
            key = (grain, start, *cut)
            cube["new"][key] += customer.joined in inside
            cube["churned"][key] += customer.left in inside
            cube["opening"][key] += customer.joined < inside[0] <= customer.left
            cube["closing"][key] += customer.joined <= inside[-1] < customer.left
    return cube


def warehouse(cube: Cube, records: Mapping[str, str]) -> duckdb.DuckDBPyConnection:
    """The tables that withholding reads; every member that ever is stands in every period."""
    connection = duckdb.connect()
    connection.execute(_PERIODS, {"first": FIRST, "as_of": AS_OF})
    columns = [*cube, *records]
    typed = ", ".join(f"{name} double" for name in columns)
    connection.execute(
        f"create table cube_rows (grain varchar, period_start date, dimension varchar,"
        f" member varchar, days_since_end bigint, {typed})"
    )
    cuts = {key[2:] for counter in cube.values() for key in counter}
    rows = [
        [*key, days_since_end(*key[:2]), *(cube[records.get(name, name)][key] for name in columns)]
        for key in ((*period, *cut) for period in periods() for cut in sorted(cuts))
    ]
    written = ", ".join(f"({', '.join(map(_literal, row))})" for row in rows)
    connection.execute(f"insert into cube_rows values {written}")
    return connection


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int) else f"'{value}'"


def days_since_end(grain: str, start: date) -> int:
    if grain == "all":
        return 0
    later = [other for kind, other in periods() if kind == grain and other > start]
    ends_on = later[0] - timedelta(days=1) if later else date(2025, 12, 31)
    return (AS_OF - ends_on).days


_PERIODS = """
create table dim_periods as
select
    grain,
    day::date as date_day,
    case grain when 'all' then $first else date_trunc(grain, day)::date end as period_start
from generate_series($first::timestamp, $as_of::timestamp, interval 1 day) as days (day)
cross join (select unnest(['month', 'quarter', 'year', 'all']) as grain) as grains
"""


def part(name: str, **given: object) -> Part:
    known = {"size": f"{name}::bigint", "numbers": frozenset({name}), "dimensions": CUTS}
    return Part(name=name, **{**known, **given})


def left_of(part: str, whole: str, edge: str = "none") -> Part:
    rest = f"{whole} - {part}"
    size = f"({rest})::bigint"
    return Part(rest, size, frozenset({rest}), CUTS, edge=edge, is_shown=False)


def withheld_cells(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> set[Cell]:
    withhold(connection, {"cube_rows": parts}, LIMIT)
    return set(map(Cell._make, connection.sql("from withheld").fetchall()))


def every_cell(parts: Iterable[str], grains: Iterable[str] = GRAINS) -> list[Cell]:
    cuts = [("total", "all"), *(("rep", rep) for rep in REPS)]
    cuts += [*(("segment", segment) for segment in SEGMENTS)]
    starts = [period for period in periods() if period[0] in grains]
    return [Cell(name, *cut, *period) for name, cut, period in product(parts, cuts, starts)]


def too_small(cube: Cube, cells: Iterable[Cell], sizes: Mapping[str, str] | None = None) -> set:
    size = {**dict(zip(cube, cube, strict=True)), **(sizes or {})}
    return {
        cell
        for cell in cells
        if 0 < cube[size[cell.part]][cell.grain, cell.start, cell.dimension, cell.member] < LIMIT
    }


deals = st.lists(
    st.builds(
        Deal,
        month=st.integers(0, 9),
        rep=st.sampled_from((*REPS, "Ann", "Ann")),
        segment=st.sampled_from(SEGMENTS),
        is_won=st.booleans(),
        amount=st.integers(1, 1000),
    ),
    min_size=1,
    max_size=250,
)


def equal(one: str, *others: str) -> Callable[[Cell], Equation]:
    return lambda cell: {cell._replace(part=one): -1, **{cell._replace(part=o): 1 for o in others}}


@settings(max_examples=4, deadline=None)
@given(deals)
def test_counts_and_sums_are_not_given_away(rows):
    cube = cube_of_deals(rows)
    bookings = part("bookings", size="wins::bigint", numbers=frozenset({"bookings", "wins"}))
    parts = [part("closed"), part("won"), part("lost"), bookings]
    unknown = withheld_cells(warehouse(cube, {"wins": "won"}), parts)
    cells = every_cell(cube)
    small = too_small(cube, cells, {"bookings": "won"})
    assert small <= unknown
    # The number of records stands beside every amount that is shown.
    told = {cell._replace(part="won") for cell in cells if cell.part == "bookings"} - {
        cell._replace(part="won") for cell in unknown if cell.part == "bookings"
    }
    closed = [equal("closed", "won", "lost")(cell) for cell in cells if cell.part == "closed"]
    assert not worked_out([*sums(cells), *closed], unknown - told) & small
    assert not told & small


@settings(max_examples=4, deadline=None)
@given(deals)
def test_what_a_share_leaves_of_its_whole_is_not_given_away(rows):
    cube = cube_of_deals(rows)
    parts = [part("closed"), part("won"), left_of("won", "closed")]
    cells = every_cell(("closed", "won", "lost"))
    unknown = withheld_cells(warehouse(cube, {}), parts)
    unknown |= {cell for cell in cells if cell.part == "lost"}
    closed = [equal("closed", "won", "lost")(cell) for cell in cells if cell.part == "closed"]
    assert not worked_out([*sums(cells), *closed], unknown) & too_small(cube, cells)


@settings(max_examples=4, deadline=None)
@given(deals)
def test_those_withheld_in_one_breakdown_are_not_too_few_together(rows):
    cube = cube_of_deals(rows)
    unknown = withheld_cells(warehouse(cube, {}), [part("closed")])
    together = Counter()
    for cell in unknown:
        if cell._replace(dimension="total", member="all") not in unknown:
            number = cube["closed"][cell.grain, cell.start, cell.dimension, cell.member]
            together[cell._replace(member="")] += number
    seeds = {cell._replace(member="") for cell in too_small(cube, unknown)}
    assert all(together[group] >= LIMIT for group in seeds if group in together)


def test_the_attacker_finds_what_only_the_small_numbers_themselves_hide():
    rows = [Deal(month, rep, "large", True, 9) for month in range(10) for rep in REPS * 6]
    cube = cube_of_deals([*rows, Deal(0, "Ann", "small", True, 9)])
    cells = every_cell(("closed",))
    small = too_small(cube, cells)
    assert small
    assert worked_out(sums(cells), small) == small


def test_what_rests_on_enough_records_is_shown():
    rows = [Deal(month, rep, "large", True, 9) for month in range(10) for rep in REPS * 6]
    assert withheld_cells(warehouse(cube_of_deals(rows), {}), [part("closed")]) == set()


def test_only_the_corners_of_a_box_go_with_a_small_number():
    rows = [
        Deal(month, rep, segment, True, 9)
        for month in range(10)
        for rep in (*REPS * 6, "Cy")
        for segment in SEGMENTS
    ]
    cube = cube_of_deals(row for row in rows if (row.month, row.rep) != (2, "Ann"))
    cube["closed"]["month", MONTHS[2], "rep", "Ann"] += 3
    unknown = withheld_cells(warehouse(cube, {}), [part("closed")])
    assert unknown == {
        Cell("closed", "rep", rep, "month", MONTHS[month])
        for rep in ("Ann", "Bob")
        for month in (2, 3)
    }


customers = st.lists(
    st.builds(
        Customer,
        rep=st.sampled_from((*REPS, "Ann", "Ann")),
        segment=st.sampled_from(SEGMENTS),
        joined=st.integers(-3, 9),
        left=st.integers(1, 14),
    ).filter(lambda customer: customer.joined < customer.left),
    min_size=1,
    max_size=150,
)


@settings(max_examples=4, deadline=None)
@given(customers)
def test_balances_are_not_given_away(rows):
    cube = cube_of_customers(rows)
    balances = [part("opening", edge="min"), part("closing", edge="max")]
    parts = [*balances, part("new"), part("churned")]
    flows = every_cell(("new", "churned"))
    standing = every_cell(("opening", "closing"), GRAINS[:-1])
    unknown = withheld_cells(warehouse(cube, {}), parts)
    small = too_small(cube, [*flows, *standing])
    assert small <= unknown
    assert not worked_out([*sums(flows), *roll_forward(standing)], unknown) & small


def roll_forward(standing: Sequence[Cell]) -> Iterator[Equation]:
    """Members add up; opening, new and not churned is closing; closing is the next opening; a
    longer period opens with its first month and closes with its last."""
    for equation in sums(standing):
        if len({cell.grain for cell in equation}) == 1:
            yield equation
    for cell in standing:
        closing = cell._replace(part="closing")
        if cell.part == "opening":
            new, churned = (cell._replace(part=name) for name in ("new", "churned"))
            yield {cell: 1, new: 1, churned: -1, closing: -1}
        later = [start for grain, start in periods() if grain == cell.grain and start > cell.start]
        if cell.part == "closing" and later:
            yield {cell: 1, cell._replace(part="opening", start=later[0]): -1}
        if cell.grain in ("quarter", "year"):
            inside = [month for month in MONTHS if start_of(cell.grain, month) == cell.start]
            edge = inside[0 if cell.part == "opening" else -1]
            yield {cell: 1, cell._replace(grain="month", start=edge): -1}
