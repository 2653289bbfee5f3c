"""An answer holds what is published: the same rows, the same numbers, the same completeness."""

from __future__ import annotations

import math
from collections.abc import Iterator

import duckdb
import pytest

from builds import ROOT, SMALL
from samepage.catalog import Catalog
from samepage.company import Company, load_company, read_vars
from samepage.members import join
from samepage.query import Asked, answer, open_catalog, read_question

# Without the slow suite, every so-manieth question.
STEP = 150


@pytest.fixture(scope="module")
def company(sample_site) -> Company:
    return load_company(ROOT, read_vars(str(ROOT / SMALL)), sample_site.build.path)


@pytest.fixture(scope="module")
def catalog(company) -> Catalog:
    return open_catalog(company)


@pytest.fixture(scope="module")
def warehouse(company) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(company.build.warehouse), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("step", [STEP, pytest.param(1, marks=pytest.mark.slow)])
def test_every_row_is_a_row_of_metric_values(company, catalog, warehouse, step, tell):
    """Every metric, grain and cut, one question each, as somebody would ask it."""
    compared, wrong = 0, []
    for asked in [*_questions(catalog)][::step]:
        ours = _answered(company, catalog, asked)
        theirs = _published(warehouse, asked)
        assert ours.keys() <= theirs.keys(), (asked, sorted(ours.keys() - theirs.keys())[:3])
        # Before its first row an answer has none: there, nothing had happened yet.
        nothing = [key for key, (value, _) in theirs.items() if key not in ours and value]
        wrong += [(asked, key, None, theirs[key]) for key in nothing]
        wrong += [
            (asked, key, cell, theirs[key])
            for key, cell in ours.items()
            if not _same(cell, theirs[key])
        ]
        compared += len(theirs)
    assert not wrong, f"{len(wrong)} of {compared} differ, the first: {wrong[:3]}"
    assert compared > (500_000 if step == 1 else 1_000), f"only {compared} values were compared"
    tell(f"{compared:,} rows of metric_values are those of an answer")


def test_metrics_asked_together_are_what_they_are_alone(company, catalog):
    names = ("win_rate", "leads", "closing_mrr", "sales_cycle_days")
    together = _rows(company, catalog, Asked(names, ("segment",), "quarter"))
    for position, name in enumerate(names):
        alone = _rows(company, catalog, Asked((name,), ("segment",), "quarter"))
        assert alone
        for key, row in alone.items():
            assert together[key].values[position] == row.values[0]
            assert together[key].is_complete[position] == row.is_complete[0]


def test_bounds_keep_whole_periods(company, catalog):
    everything = _rows(company, catalog, Asked(("bookings",), ("rep",), "quarter"))
    bounded = Asked(("bookings",), ("rep",), "quarter", since="2026-02", until="2026-05-20")
    some = _rows(company, catalog, bounded)
    assert {key[0].isoformat() for key in some} == {"2026-01-01", "2026-04-01"}
    assert some.items() <= everything.items()


@pytest.mark.parametrize("name", ["bookings", "net_revenue_retention", "win_rate", "leads"])
def test_a_condition_on_a_dimension_gives_its_members_rows(company, catalog, name):
    """Also of a balance, whose last day is the period's and not the last one of what is left."""
    everything = _rows(company, catalog, Asked((name,), ("segment",), "quarter"))
    where = "segment = 'Enterprise' or segment in ('Mid-market') and 1 <> 2"
    some = _rows(company, catalog, Asked((name,), ("segment",), "quarter", where=where))
    assert {members for _, members in some} == {("Enterprise",), ("Mid-market",)}
    assert some.items() <= everything.items()


def test_a_condition_and_its_opposite_add_up(company, catalog):
    total = _rows(company, catalog, Asked(("leads",), (), "month"))
    fit = _rows(company, catalog, Asked(("leads",), (), "month", where="is_icp"))
    rest = _rows(company, catalog, Asked(("leads",), (), "month", where="not is_icp"))
    unknown = _rows(company, catalog, Asked(("leads",), (), "month", where="is_icp is null"))
    for key, row in total.items():
        parts = [each[key].values[0] for each in (fit, rest, unknown) if key in each]
        assert sum(parts) == row.values[0]


def _questions(catalog: Catalog) -> Iterator[Asked]:
    for metric in catalog.metrics.values():
        if not catalog.waits_for(metric.name):
            for grain in catalog.grains_of(metric.name):
                yield Asked((metric.name,), (), grain)
                for cut in metric.dimensions:
                    yield Asked((metric.name,), tuple(cut.split(",")), grain)


def _rows(company: Company, catalog: Catalog, asked: Asked):
    rows = answer(company, catalog, read_question(company, catalog, asked)).rows
    found = {(row.period_start, row.members): row for row in rows}
    assert len(found) == len(rows), "a key stands twice"
    return found


def _answered(company: Company, catalog: Catalog, asked: Asked):
    return {
        (period, join(members) if len(members) > 1 else "".join(members) or "all"): (
            row.values[0],
            row.is_complete[0],
        )
        for (period, members), row in _rows(company, catalog, asked).items()
    }


def _published(warehouse: duckdb.DuckDBPyConnection, asked: Asked):
    rows = warehouse.execute(
        "select case when grain <> 'all' then period_start end, member, value, is_complete"
        " from metric_values where metric = ? and grain = ? and dimension = ?",
        [asked.metrics[0], asked.grain, ",".join(asked.by) or "total"],
    ).fetchall()
    return {(period, member): cell for period, member, *cell in rows}


def _same(ours, theirs) -> bool:
    (value, is_complete), (published, is_published_complete) = ours, theirs
    if value is None or published is None or is_complete != is_published_complete:
        return value is published and is_complete == is_published_complete
    return math.isclose(value, published, rel_tol=1e-9, abs_tol=1e-9)
