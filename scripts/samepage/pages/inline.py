"""One number on a page: a link to its metric, with its definition at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from samepage import text
from samepage.pages import phrases
from samepage.pages.desk import page_url
from samepage.pages.reading import Reading
from samepage.pages.shown import Shown
from samepage.values import Value


@dataclass(frozen=True)
class Number:
    """What the macro `number` draws.

    written   "€ 1.2 M"; the tooltip says the rest
    exact     "€ 1,234,567" where that is more than `written`
    made_of   "1,234 ÷ 4,000" for a ratio
    period    "Sep 2026", or "Oct 2026 so far"
    tip       id of the tooltip; empty in tables
    """

    written: str
    label: str
    description: str
    exact: str
    made_of: str
    period: str
    owner: str
    href: Markup
    tip: Markup
    ref: Markup


def draw_number(
    reading: Reading,
    value: Value | None,
    show: Callable[[Reading, float | None], str] = phrases.written,
    member: str | None = None,
) -> Markup:
    """A row's number as link and tooltip. On the metric's own page it is plain text: all that the
    tooltip would say stands there; below a chart it is said at the head of the column. `member`
    names what has no row in the period shown."""
    desk = reading.desk
    words = show(reading, reading.pick(value))
    exact = phrases.exactly(reading, reading.pick(value))
    if value and value.is_withheld:
        words, exact = phrases.lacking(value), phrases.why_lacking(reading)
    ref = follows(reading, value, _FORMS[show], member)
    if is_at_home(reading):
        return desk.draw("plain", words, exact, ref)
    if desk.is_lean:
        return desk.draw("linked", words, exact, desk.link(reading.metric.url), ref)
    number = Number(
        written=words,
        label=phrases.subject(reading),
        description=description(reading),
        exact="" if exact == words else exact,
        made_of=made_of(reading, value),
        period=period(reading, value),
        owner=owner(reading),
        href=desk.link(reading.metric.url),
        # Those of tables get theirs from js/controls.js.
        tip=Markup() if show is phrases.tabled else desk.next_tip(),
        ref=ref,
    )
    return desk.draw("number", number)


_FORMS: Mapping[Callable[[Reading, float | None], str], str] = {
    phrases.written: "written",
    phrases.tabled: "tabled",
    phrases.exactly: "exact",
}


def follows(reading: Reading, value: Value | None, form: str, member: str | None = None) -> Markup:
    """The attribute of what follows the controls of its page; none without them, and none for what
    is neither a row nor named as a member."""
    if not reading.desk.is_driven:
        return Markup("")
    if value is None and member is not None and reading.shown is not None:
        value = replace(reading.shown, member=member)
    if value is None:
        return Markup("")
    number = reading.desk.number_of(shown(reading, value, form))
    return Markup(' data-f="{}"').format(number)


def shown(reading: Reading, value: Value, form: str) -> Shown:
    """What the page's cube says of what stands here."""
    ask = reading.choice
    return Shown(
        form=form,
        metric=ask.metric,
        grain=ask.grain,
        start=value.period_start.isoformat(),
        part=reading.part,
        dimension=ask.dimension,
        member=value.member,
        is_fixed=ask.at is not None,
    )


class Told(str):
    """A word that a template may join to others; printed by itself, it follows the controls."""

    drawn: Markup

    def __new__(cls, words: str, drawn: Markup) -> Told:
        told = super().__new__(cls, words)
        told.drawn = drawn
        return told


def is_at_home(reading: Reading) -> bool:
    """Whether this is the metric's own page."""
    return page_url(reading.desk.path) == reading.metric.url


def href(reading: Reading) -> str:
    """The way to the metric's page; empty on that page."""
    return "" if is_at_home(reading) else reading.desk.link(reading.metric.url)


def draw_waiting(reading: Reading) -> Markup:
    """What stands in place of every number that lacks an input."""
    href = reading.desk.link("/data-health/")
    return reading.desk.draw("waiting", text.listed(map(in_words, reading.waits)), href)


def in_words(entity: str) -> str:
    """An input as a page names it: `stage_events` -> `stage events`."""
    return entity.replace("_", " ")


def description(reading: Reading) -> str:
    """The definition; of a part, that of the ratio which it is a part of."""
    metric = reading.metric
    if reading.part == "value":
        return metric.description
    return f"{reading.part.capitalize()} of {metric.label}: {metric.description}"


def made_of(reading: Reading, value: Value | None) -> str:
    """What a ratio was divided from, each in its own unit; empty for everything else."""
    is_ratio = reading.part == "value" and reading.metric.kind == "ratio"
    if value is None or value.is_withheld or not is_ratio:
        return ""
    top, bottom = reading.numerator, reading.denominator
    return f"{phrases.tabled(top, value.numerator)} ÷ {phrases.tabled(bottom, value.denominator)}"


def period(reading: Reading, value: Value | None) -> str:
    """`Sep 2026`, or `Oct 2026 so far`"""
    label = reading.period(value)
    return label if value is None or value.is_complete else f"{label} so far"


def told_period(reading: Reading, value: Value | None) -> Told:
    """The same, following the controls of the page where it is printed by itself."""
    label = period(reading, value)
    ref = follows(reading, value, "period")
    return Told(label, reading.desk.draw("period", label, ref))


def owner(reading: Reading) -> str:
    """The label of the team that owns the metric."""
    team = reading.desk.site.catalog.teams.get(reading.metric.owner)
    return team.label if team else reading.metric.owner
