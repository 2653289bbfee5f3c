"""The functions that templates have, bound to the desk of the page they are used on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from samepage import text
from samepage.catalog import Metric
from samepage.charts.specs import Spec
from samepage.members import dimensions_of
from samepage.pages import (
    branches,
    breakdowns,
    curves,
    grids,
    inline,
    others,
    phrases,
    pictures,
    sparks,
    tables,
)
from samepage.pages.branches import ShownGoal
from samepage.pages.cells import Table
from samepage.pages.choosing import choosing
from samepage.pages.desk import Desk
from samepage.pages.figure import Figure, draw_chart
from samepage.pages.others import WhyNot
from samepage.pages.reading import Reading
from samepage.pages.steering import steering
from samepage.pages.telling import telling


def toolbox(desk: Desk) -> dict[str, Callable[..., Any]]:
    """Name in templates -> function. Lists given to them may not be empty."""

    def cards(figures: Sequence[Figure]) -> Markup:
        """Headline cards side by side."""
        return desk.draw("cards", [figure.card() for figure in defined(figures)])

    def table_by_period(figures: Sequence[Figure], caption: str = "") -> Markup:
        return table(tables.by_period, figures, caption=caption)

    def table_by_member(figures: Sequence[Figure], caption: str = "", top: int = 20) -> Markup:
        known = defined(figures)
        if len(known) == 1:
            return table(lambda found: breakdowns.table(found[0], caption, top), known)
        return table(tables.by_member, known, caption=caption, top=top)

    def table_by_metric(figures: Sequence[Figure], caption: str = "") -> Markup:
        """One row per metric; those that wait for inputs are listed too."""
        known = defined(figures)
        return desk.draw("table", tables.by_metric(known, caption)) if known else Markup("")

    def table_by_grain(figure: Figure) -> Markup:
        """The newest complete value of one metric at each of its grains."""
        return table(lambda figures: tables.by_grain(figures[0]), [figure])

    def heatmap(figure: Figure, caption: str = "", every: int = 1) -> Markup:
        """Periods by the members of the figure's dimension, shaded; every n-th numbered member."""
        return table(lambda figures: grids.heatmap(figures[0], caption, every), [figure])

    def matrix(figure: Figure, caption: str = "", top: int = 20) -> Markup:
        """The figure by a pair of dimensions: `.by("segment,rep")` has reps below segments."""
        if isinstance(figure, Figure) and len(dimensions_of(figure.choice.dimension)) != 2:
            pairs = [name for name in figure.metric.dimensions if len(dimensions_of(name)) == 2]
            desk.missing("matrix", figure.choice.dimension, pairs, 'ask by("segment,rep") first')
            return Markup("")
        return table(lambda figures: grids.matrix(figures[0], caption, top), [figure])

    def breakdowns_of(figure: Figure) -> list[tuple[str, Markup]]:
        """A table for each way to cut the figure that says something, with what it is cut by. They
        follow the controls above its chart, and are all that does."""
        told, desk.is_driven = [], True
        for dimension in figure.metric.dimensions:
            cut = figure.by(dimension)
            is_pair = len(dimensions_of(dimension)) == 2
            drawn = (
                matrix(cut.grain(figure.metric.grains[-1]))
                if is_pair
                else cut.last(sparks.PERIODS).table(top=10)
            )
            if is_pair or breakdowns.is_told(cut.last(sparks.PERIODS)):
                told.append((dimension, drawn))
        desk.is_driven = False
        return told

    def why_not(figure: Figure, alternatives: Sequence[Figure]) -> WhyNot:
        """A metric beside its alternatives, with the difference laid out by its parts."""
        return others.why_not(figure, defined(alternatives))

    def metric_goals() -> list[ShownGoal]:
        """The metric tree, goal by goal."""
        return branches.metric_goals(desk)

    def grains_of(name: str) -> tuple[str, ...]:
        """The grains at which a metric is computed."""
        return desk.site.catalog.grains_of(name)

    def to(metric: Metric) -> Markup:
        """A link to the page of a metric, under its label."""
        return desk.draw("to", metric.label, desk.link(metric.url))

    def count(number: float) -> str:
        return text.number(number, "count")

    def day_of(written: str | None) -> str:
        """A day as JSON writes it, as a person reads it."""
        return text.day(date.fromisoformat(written)) if written else text.NONE

    def lines(figures: Sequence[Figure]) -> Markup:
        """Several metrics of one unit over time."""
        return chart(pictures.lines, tables.by_period, figures, "lines")

    def curve(figures: Sequence[Figure]) -> Markup:
        """Several metrics over the numbered members of a dimension, in one period."""
        return chart(curves.curve, curves.table, figures)

    def funnel(figures: Sequence[Figure]) -> Markup:
        """Stages of one cohort, first to last."""
        return chart(pictures.funnel, tables.by_metric, figures, "funnel")

    def waterfall(opening: Figure, movements: Sequence[Figure], closing: Figure) -> Markup:
        """A roll-forward from opening to closing."""

        def spec(all_of_them: Sequence[Reading]) -> Spec:
            return pictures.waterfall(all_of_them[0], all_of_them[1:-1], all_of_them[-1])

        return chart(spec, tables.by_period, [opening, *movements, closing], "waterfall")

    def defined(figures: Sequence[Figure]) -> list[Figure]:
        return [figure for figure in figures if isinstance(figure, Figure)]

    def table(make: Callable[..., Table], figures: Sequence[Figure], **how: Any) -> Markup:  # noqa: ANN401
        known = defined(figures)
        if all(figure.waits for figure in known):
            waiting = [inline.draw_waiting(figure) for figure in known[:1]]
            return Markup("").join(desk.draw("waiting_block", each) for each in waiting)
        made = make(known, **how)
        return desk.draw("table", made) if made.rows else desk.draw("no_values")

    def chart(
        draw: Callable[[Sequence[Figure]], Spec],
        tabulate: Callable[[Sequence[Figure]], Table],
        figures: Sequence[Figure],
        kind: str = "",
    ) -> Markup:
        known = defined(figures)
        if not known:
            return Markup("")
        return draw_chart(known, lambda: draw(known), lambda: tabulate(known), kind)

    named = {
        "link": desk.link,
        "in_words": text.humanise,
        "cut_label": phrases.cut_label,
        "lowered": phrases.lowered,
    }
    return (
        choosing(desk)
        | steering(desk)
        | telling(desk)
        | named
        | {
            each.__name__: each
            for each in (
                breakdowns_of,
                grains_of,
                why_not,
                metric_goals,
                to,
                count,
                day_of,
                cards,
                table_by_grain,
                heatmap,
                matrix,
                table_by_period,
                table_by_member,
                table_by_metric,
                lines,
                curve,
                funnel,
                waterfall,
            )
        }
    )
