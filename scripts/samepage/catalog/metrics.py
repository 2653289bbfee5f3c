"""What is defined: a metric, how it is built from others, and what is agreed about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samepage.catalog.timing import Length, Shift, Span


@dataclass(frozen=True)
class Input:
    """A metric (or, for a simple metric, a measure) as another metric uses it.

    shift  its value in another period
    fill   what stands where nothing happened (fill_nulls_with)
    """

    name: str
    alias: str
    filters: tuple[str, ...] = ()
    shift: Shift | None = None
    fill: float | None = None


@dataclass(frozen=True)
class Conversion:
    """Events of one measure that are followed by an event of another.

    base, followed_by  the measures; followed_by need not stand in the same fact
    entity             who must be the same in both
    window             how long after the event the other may follow; None for ever
    same               dimensions that must be equal: (of base, of followed_by)
    is_rate            the share of the base events instead of their number
    """

    base: Input
    followed_by: Input
    entity: str
    window: Length | None
    same: tuple[tuple[str, str], ...]
    is_rate: bool


@dataclass(frozen=True)
class Target:
    """Where a metric should be; `warn` is where attention starts.

    grain  the only grain it is meant for, where the value grows with the length of the period
    """

    value: float
    warn: float | None
    grain: str | None


@dataclass(frozen=True)
class Standard:
    """Who else defines the metric this way."""

    source: str
    url: str


@dataclass(frozen=True)
class Change:
    """What became of a definition with a version, and the day since when it is published so."""

    version: int
    day: date
    what: str


@dataclass(frozen=True)
class Metric:
    """One definition. `kind` is dbt's type: simple, cumulative, conversion, ratio or derived.

    span     the days that a cumulative metric counts for a period
    rule     how an alternative counts differently, as a sentence; empty for all others
    history  what each version changed, oldest first; () while nothing has
    """

    name: str
    label: str
    description: str
    kind: str
    filters: tuple[str, ...]
    measure: Input | None
    span: Span | None
    conversion: Conversion | None
    numerator: Input | None
    denominator: Input | None
    expr: str
    parts: tuple[Input, ...]
    path: str
    domain: str
    owner: str
    shared_with: tuple[str, ...]
    goal: str
    unit: str
    better: str
    status: str
    rule: str
    version: int
    history: tuple[Change, ...]
    dated_by: str
    window_days: int | None
    grains: tuple[str, ...]
    dimensions: tuple[str, ...]
    target: Target | None
    drivers: tuple[str, ...]
    balanced_by: str | None
    also_known_as: tuple[str, ...]
    standard: Standard | None
    alternatives: tuple[str, ...]
    formula: str

    @property
    def url(self) -> str:
        """Where its page is published: the path of its file."""
        return f"/metrics/{self.domain}/{self.name}/"

    @property
    def measures(self) -> tuple[Input, ...]:
        """The measures that it counts itself; of a conversion the base first."""
        pair = (self.conversion.base, self.conversion.followed_by) if self.conversion else ()
        return (self.measure,) if self.measure else pair

    @property
    def everyday_grain(self) -> str:
        """The grain at which it is shown first: the month where it has one, else its finest."""
        return "month" if "month" in self.grains else self.grains[0]

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the metrics it is built from, each once, in the order of the formula."""
        return tuple(dict.fromkeys(each.name for each in self.used))

    @property
    def used(self) -> tuple[Input, ...]:
        """The metrics that it is built from as it uses them, in the order of the formula."""
        return tuple(filter(None, (self.numerator, self.denominator, *self.parts)))
