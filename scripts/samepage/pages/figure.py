"""What `metric("win_rate")` gives to a template: a reading that can be printed.

{{ metric("win_rate") }}                                      63.2 %, linked and explained
{{ metric("win_rate").numerator }}                            what it was divided from
{{ metric("win_rate").at("2026-08") }}                        of one period
{{ metric("win_rate").by("channel").chart() }}                a picture and its data
{{ metric("win_rate").of("channel", "web").grain("quarter").last(8).table() }}
{{ metric("win_rate").card() }}                               value, change, trend and target
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from samepage.catalog import Metric
from samepage.charts.render import chart_id
from samepage.charts.specs import Spec
from samepage.pages import breakdowns, inline, phrases, pictures, sparks, tables
from samepage.pages.cells import Table
from samepage.pages.desk import Desk
from samepage.pages.drawings import drawing
from samepage.pages.reading import Reading
from samepage.pages.standing import standing
from samepage.values import TOTAL, Ask


@dataclass(frozen=True)
class Card:
    """What the macro `card` draws; empty where there is nothing to say."""

    label: str
    href: Markup
    number: Markup
    change: Markup | str
    sparkline: Markup
    period: str
    health: Markup


@dataclass(frozen=True)
class Figure(Reading):
    """Printing methods return Markup: a macro has drawn it, and everything in it is encoded."""

    def __html__(self) -> Markup:
        if self.waits:
            return inline.draw_waiting(self)
        return inline.draw_number(self, self.shown)

    def __str__(self) -> str:
        return self.__html__()

    def exact(self) -> Markup:
        """The number to its last digit: € 1,234,567 rather than € 1.2 M, 63.15 % than 63.2 %."""
        if self.waits:
            return inline.draw_waiting(self)
        return inline.draw_number(self, self.shown, phrases.exactly)

    def made_of(self) -> str:
        """What a ratio was divided from: `4,238 ÷ 6,711`; empty for everything else."""
        return inline.made_of(self, self.shown)

    def of_period(self) -> str:
        """What the period shown is called."""
        return inline.told_period(self, self.shown)

    def change(self) -> Markup:
        """The change on the period before, with its direction and whether that is good."""
        shown = self.shown
        verdict = phrases.change(self, shown, self.before(shown))
        return self.desk.draw("verdict", verdict, inline.follows(self, shown, "change"))

    @property
    def has_year_before(self) -> bool:
        """Whether there is anything to compare with a year earlier."""
        return self.year_before(self.shown) is not None

    def change_on_year(self) -> Markup:
        """The change on the same period a year before."""
        shown = self.shown
        verdict = phrases.change(self, shown, self.year_before(shown))
        return self.desk.draw("verdict", verdict, inline.follows(self, shown, "year"))

    def health(self) -> Markup:
        """How the value stands to the target and for how long; empty without a target."""
        verdict = standing(self)
        if verdict is None:
            return Markup("")
        return self.desk.draw("verdict", verdict, inline.follows(self, self.shown, "health"))

    def sparkline(self) -> Markup:
        ref = inline.follows(self, self.shown, "spark")
        return self.desk.draw("sparkline", sparks.sparkline(self), ref)

    def card(self) -> Markup:
        """Label, value, change, trend, period and target."""
        card = Card(
            label=self.label,
            href=self.desk.link(self.metric.url),
            number=self.__html__(),
            change=self.change() if self.before(self.shown) else "",
            sparkline=self.sparkline(),
            period="" if self.waits else self.of_period(),
            health=self.health(),
        )
        return self.desk.draw("card", card)

    def table(self, top: int = tables.TOP) -> Markup:
        """Members of the dimension, or periods."""
        if self.waits:
            return self.desk.draw("waiting_block", inline.draw_waiting(self))
        return self.desk.draw("table", self._table(top))

    def chart(self) -> Markup:
        """A slot for the picture that suits what was asked, and its data folded below."""
        return draw_chart(
            [self],
            lambda: pictures.picture(self),
            lambda: self._table(tables.TOP),
            self._redrawn,
        )

    @property
    def _redrawn(self) -> str:
        """How the controls of a page draw the chart anew; empty where they cannot."""
        if not self._is_breakdown:
            return "lines"
        return "members" if self.choice.last and not pictures.is_stacked(self) else ""

    @property
    def _is_breakdown(self) -> bool:
        return self.choice.dimension != TOTAL and self.choice.member is None

    def _table(self, top: int) -> Table:
        return breakdowns.table(self, top=top) if self._is_breakdown else tables.by_period([self])


def everyday(desk: Desk, metric: Metric) -> Figure:
    """The figure of a metric at its everyday grain."""
    return Figure(desk, metric, Ask(metric.name, metric.everyday_grain))


def draw_chart(
    readings: Sequence[Reading],
    spec: Callable[[], Spec],
    table: Callable[[], Table],
    kind: str = "",
) -> Markup:
    """The slot that the build fills with the drawn spec, or what all readings wait for.

    kind says how the controls of the page draw it anew: see `drawings.drawing`. The table asks for
    the same values as the picture, so that a first pass needs no picture.
    """
    desk = readings[0].desk
    waiting = [reading for reading in readings if reading.waits]
    if waiting:
        return desk.draw("waiting_block", inline.draw_waiting(waiting[0]))
    desk.is_lean = True  # the data below a picture are many and seldom opened
    data = table()
    desk.is_lean = False
    if not any(reading.values for reading in readings):
        return desk.draw("no_values")
    drawn = spec()
    name = chart_id(drawn)
    desk.charts[name] = drawn
    if kind and desk.is_driven:
        desk.drawings[name] = drawing(kind, readings)
    return desk.draw("chart", name, data)
