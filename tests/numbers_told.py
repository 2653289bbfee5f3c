"""Reads published numbers the way a person reads a chart or a table."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Cell:
    """A value with what it was divided by; 0 where it was divided by nothing."""

    value: float
    weight: float


@dataclass(frozen=True)
class Numbers:
    """Over the view `published`, which is values.parquet.

    told.sum("leads", "2024-10", "2025-09")            # of these months
    told.rate("win_rate", "2024-10", "2025-09")        # numerators ÷ denominators of these months
    told.cells("win_rate", "segment,rep")              # {"Mid-market,Ann Lee": Cell(0.3, 120)}
    """

    connection: duckdb.DuckDBPyConnection

    def sum(self, metric: str, first: str, last: str) -> float:
        return self._months("sum(value)", metric, first, last)

    def rate(self, metric: str, first: str, last: str) -> float:
        return self._months("sum(numerator) / sum(denominator)", metric, first, last)

    def cells(
        self, metric: str, dimension: str, grain: str = "all", period: str | None = None
    ) -> dict[str, Cell]:
        """Every member that has a value, of all time or of one period."""
        rows = self.connection.execute(
            "select member, value, coalesce(denominator, 0) from published "
            "where metric = ? and dimension = ? and grain = ? and value is not null "
            "and (period_start = ? or ? is null)",
            [metric, dimension, grain, period, period],
        ).fetchall()
        assert rows, f"{metric} by {dimension} is not published"
        return {member: Cell(float(value), float(weight)) for member, value, weight in rows}

    def _months(self, expression: str, metric: str, first: str, last: str) -> float:
        ((value, months, incomplete),) = self.connection.execute(
            f"select {expression}, count(*), count(*) filter (not is_complete) from published "
            "where metric = ? and grain = 'month' and dimension = 'total' "
            "and period_start between ?::date and ?::date",
            [metric, f"{first}-01", f"{last}-01"],
        ).fetchall()
        assert months > 0, f"{metric} by month is not published"
        assert incomplete == 0, f"{metric}: {incomplete} of the months are not complete"
        return float(value)
