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
from samepage.pages import branches, curves, grids, inline, others, phrases, pictures, tables
from samepage.pages.branches import DrawnGoal
from samepage.pages.cells import Table
from samepage.pages.desk import Desk
from samepage.pages.figure import Figure, draw_chart, everyday
from samepage.pages.others import WhyNot
from samepage.pages.reading import Reading


class Missing:
    """Stands in for a figure that is not defined, so that a page's other faults are found too."""

    def __getattr__(self, name: str) -> Missing:
        if name.startswith("__") or not hasattr(Figure, name):
            raise AttributeError(name)
        return self

    def __call__(self, *_: object, **__: object) -> Missing:
        return self

    def __html__(self) -> str:
        return ""


def toolbox(desk: Desk) -> dict[str, Callable[..., Any]]:
    """Name in templates -> function. Lists given to them may not be empty."""

    def metric(name: str) -> Figure | Missing:
        """The figure of a metric at its coarsest everyday grain: the month where it has one."""
        found = desk.find(name)
        return everyday(desk, found) if found else Missing()

    def cards(figures: Sequence[Figure]) -> Markup:
        """Headline cards side by side."""
        return desk.draw("cards", [figure.card() for figure in defined(figures)])

    def table_by_period(figures: Sequence[Figure], caption: str = "") -> Markup:
        return table(tables.by_period, figures, caption=caption)

    def table_by_member(figures: Sequence[Figure], caption: str = "", top: int = 20) -> Markup:
        return table(tables.by_member, figures, caption=caption, top=top)

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

    def metrics(defined: Sequence[Metric]) -> list[Figure | Missing]:
        """The figures of some definitions."""
        return [metric(each.name) for each in defined]

    def metrics_named(*names: str) -> list[Figure | Missing]:
        return [metric(name) for name in names]

    def same_period(figures: Sequence[Figure | Missing]) -> list[Figure | Missing]:
        """The same figures at the newest period for which every one of them is complete."""
        names = [figure.metric.name for figure in figures if isinstance(figure, Figure)]
        return [figure.matured_like(*names) for figure in figures]

    def cohort(grain: str, *names: str) -> list[Figure | Missing]:
        """Metrics at the newest period of a grain for which every one of them is complete."""
        return same_period([metric(name).grain(grain) for name in names])

    def cut(dimension: str, figures: Sequence[Figure]) -> list[Figure]:
        """The same figures by the members of a dimension."""
        return [figure.by(dimension) for figure in figures]

    def grain(name: str, figures: Sequence[Figure]) -> list[Figure]:
        """The same figures at another grain."""
        return [figure.grain(name) for figure in figures]

    def last(periods: int, figures: Sequence[Figure]) -> list[Figure]:
        """The same figures over the newest n periods."""
        return [figure.last(periods) for figure in figures]

    def why_not(figure: Figure, alternatives: Sequence[Figure]) -> WhyNot:
        """A metric beside its alternatives, with the difference laid out by its parts."""
        return others.why_not(figure, defined(alternatives))

    def metric_goals() -> list[DrawnGoal]:
        """The metric tree, goal by goal."""
        return branches.metric_goals(desk)

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
        return chart(pictures.lines, tables.by_period, figures)

    def curve(figures: Sequence[Figure]) -> Markup:
        """Several metrics over the numbered members of a dimension, in one period."""
        return chart(curves.curve, curves.table, figures)

    def funnel(figures: Sequence[Figure]) -> Markup:
        """Stages of one cohort, first to last."""
        return chart(pictures.funnel, tables.by_metric, figures)

    def waterfall(opening: Figure, movements: Sequence[Figure], closing: Figure) -> Markup:
        """A roll-forward from opening to closing."""

        def spec(all_of_them: Sequence[Reading]) -> Spec:
            return pictures.waterfall(all_of_them[0], all_of_them[1:-1], all_of_them[-1])

        return chart(spec, tables.by_period, [opening, *movements, closing])

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
    ) -> Markup:
        known = defined(figures)
        if not known:
            return Markup("")
        return draw_chart(known, lambda: draw(known), lambda: tabulate(known))

    named = {
        "link": desk.link,
        "in_words": text.humanise,
        "cut_label": phrases.cut_label,
        "lowered": phrases.lowered,
    }
    return named | {
        each.__name__: each
        for each in (
            metric,
            metrics,
            metrics_named,
            cohort,
            same_period,
            cut,
            grain,
            last,
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
