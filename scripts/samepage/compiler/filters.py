"""Turns dbt's filters (`{{ Dimension('lead__channel') }} = 'ads'`) into SQL over one fact.

What stands between the brackets is named, everything else is SQL and means what SQL means. So
`<> 'ads'` and `not in ('ads')` leave out rows of which the channel is not known: a comparison with
null is neither true nor false. Whoever wants them adds `or {{ Dimension(...) }} is null`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from samepage.catalog import Metric
from samepage.compiler.joins import Borrowed
from samepage.compiler.reach import Reach, Reached, Unreachable
from samepage.errors import Fault
from samepage.periods import GRAINS

_EXAMPLE = "{{ Dimension('lead__channel') }} = 'partner'"
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined)

# Text in quotes, comments, brackets, the end of a statement, and names that are no functions.
_TOKEN = re.compile(
    r"(?P<text>'(?:[^']|'')*')|(?P<bad>--|/\*|[;'])|(?P<bracket>[()])|(?P<name>[A-Za-z_]\w*\b)(?!\s*[('])"
)


class Refused(Exception):
    """A filter asks for something that a fact cannot answer; carries the fault."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def condition(filters: Iterable[str], reach: Reach, metric: Metric) -> Reached:
    """All filters joined with `and`, as SQL over a row of the fact; "" when there are none.

    Raises `Refused` for what the fact cannot reach and for what is no condition.
    """
    reached = [_Reader(text, reach, metric).read() for text in sorted(set(filters))]
    borrowed = dict.fromkeys(column for each in reached for column in each.borrowed)
    return Reached(all_of(sorted({each.sql for each in reached})), tuple(borrowed))


def all_of(conditions: Sequence[str]) -> str:
    """Conditions joined with `and`, in brackets where one of several holds an `or`."""
    if len(conditions) < 2:
        return "".join(conditions)
    return " and ".join(map(bracketed, conditions))


def bracketed(condition: str) -> str:
    """A condition as one of several that have to hold: in brackets where it has an `or`."""
    return f"({condition})" if _OR.search(condition) else condition


@dataclass(frozen=True)
class _Named:
    """What `Dimension(...)` stands for in a filter; a date's can be asked `.grain('month')`."""

    sql: str
    grain: Callable[[str], _Named]

    def __str__(self) -> str:
        return self.sql


@cache
def _template(text: str) -> jinja2.Template:
    """The same filters stand in many metrics, and each metric is asked for by many."""
    return _environment.from_string(text)


class _Reader:
    """Reads one filter, and remembers which columns of other models it needs."""

    def __init__(self, text: str, reach: Reach, metric: Metric) -> None:
        self.text = " ".join(line.strip() for line in text.strip().splitlines())
        self.reach = reach
        self.metric = metric
        self.borrowed: list[Borrowed] = []

    def read(self) -> Reached:
        for problem in self._problems():
            raise self._refused(self.text, f"a condition such as {_EXAMPLE}", problem)
        names = {"Dimension": self._dimension, "TimeDimension": self._time, "Entity": self._entity}
        try:
            sql = _template(self.text).render(**names, Metric=self._metric)
        except (jinja2.TemplateError, TypeError) as error:
            expected = f"a filter such as {_EXAMPLE}; {error}"
            raise self._refused(self.text, expected, "correct the filter") from error
        return Reached(sql, tuple(dict.fromkeys(self.borrowed)))

    def _dimension(self, dimension_name: str, entity_path: Sequence[str] = ()) -> _Named:
        path = self._path(dimension_name, entity_path)
        date, grain = _with_grain(path)
        if self.reach.is_time(date):
            return self._named(path, lambda: self.reach.time(date, grain), date)
        return self._named(path, lambda: self.reach.dimension(path))

    def _time(
        self,
        time_dimension_name: str,
        time_granularity_name: str | None = None,
        entity_path: Sequence[str] = (),
    ) -> _Named:
        path = self._path(time_dimension_name, entity_path)
        date, grain = _with_grain(path)
        return self._named(
            path, lambda: self.reach.time(date, time_granularity_name or grain), date
        )

    def _entity(self, entity_name: str, entity_path: Sequence[str] = ()) -> _Named:
        path = self._path(entity_name, entity_path)
        return self._named(path, lambda: self.reach.entity(path))

    def _metric(self, *_: object, **__: object) -> _Named:
        raise self._refused(
            self.text,
            "a filter by what a row is; Metric(...) asks what other rows add up to",
            f"add a column for it to models/marts/{self.reach.fact.model}.sql, declare it as a "
            "dimension, and filter by that",
        )

    def _path(self, name: str, entity_path: Sequence[str]) -> str:
        """The name behind the entities that lead there; the fact's own needs no leading."""
        path = "__".join((*entity_path, name))
        own, _, rest = path.partition("__")
        return rest if own == self.reach.fact.entity and "__" in rest else path

    def _named(self, name: str, find: Callable[[], Reached], date: str = "") -> _Named:
        try:
            reached = find()
        except Unreachable as problem:
            fix = "name one of them, or add what is missing to models/marts"
            raise self._refused(name, str(problem), fix) from problem
        self.borrowed += reached.borrowed

        def grain(wanted: str) -> _Named:
            if date:
                return self._named(name, lambda: self.reach.time(date, wanted), date)
            raise self._refused(f"{name}, grain {wanted}", "a date", "remove .grain(...)")

        return _Named(reached.sql, grain)

    def _problems(self) -> Iterator[str]:
        """What would not stay inside the brackets that SQL puts around a condition."""
        depth = 0
        own = {*self.reach.fact.columns, *self.reach.fact.dimensions, *self.reach.fact.clocks}
        for token in _TOKEN.finditer(re.sub(r"\{\{.*?\}\}", "1", self.text)):
            found = token[0]
            depth += {"(": 1, ")": -1}.get(found, 0)
            if token["bad"]:
                yield f"remove {found}: it would end the condition, or hide its rest"
            if depth < 0:
                yield "remove a closing bracket, or open it"
            if token["name"] and found in own:
                yield f"write {{{{ Dimension('{self.reach.fact.entity}__{found}') }}}} for {found}"
        if depth > 0:
            yield "close the bracket"

    def _refused(self, value: str, expected: str, fix: str) -> Refused:
        return Refused(Fault(self.metric.path, "filter", value, expected, fix))


def _with_grain(name: str) -> tuple[str, str | None]:
    """`metric_time__month` is the month of `metric_time`."""
    plain, _, last = name.rpartition("__")
    return (plain, last) if plain and last in GRAINS else (name, None)
