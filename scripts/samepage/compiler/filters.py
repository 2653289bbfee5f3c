"""Turns dbt's filters (`{{ Dimension('lead__channel') }} = 'ads'`) into SQL over one fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from samepage.catalog import Fact, Metric
from samepage.errors import Fault

_OR = re.compile(r"\bor\b", re.IGNORECASE)
_environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined)


class Refused(Exception):
    """A filter asks for something that a fact cannot answer; carries the fault."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def condition(filters: Iterable[str], fact: Fact, metric: Metric) -> str:
    """All filters joined with `and`, as SQL over the fact's own columns; "" when there are none.

    Raises `Refused` for a dimension that the fact does not have and for the parts of the filter
    language that reach beyond one fact.
    """
    return all_of(sorted({_render(text, fact, metric) for text in filters}))


def all_of(conditions: Sequence[str]) -> str:
    """Conditions joined with `and`, in brackets where one of several holds an `or`."""
    if len(conditions) < 2:
        return "".join(conditions)
    return " and ".join(f"({each})" if _OR.search(each) else each for each in conditions)


def _render(text: str, fact: Fact, metric: Metric) -> str:
    def fault(value: str, expected: str, fix: str) -> Refused:
        return Refused(Fault(metric.path, "filter", value, expected, fix))

    def dimension(name: str) -> str:
        entity, _, plain = name.rpartition("__")
        if entity not in ("", fact.entity) or plain not in fact.dimensions:
            known = ", ".join(f"{fact.entity}__{each}" for each in sorted(fact.dimensions))
            raise fault(name, f"a dimension of {fact.model}: {known}", "name one of them")
        expr = fact.dimensions[plain]
        return expr if expr.isidentifier() else f"({expr})"

    def refuse(kind: str) -> object:
        def refused(*_: object, **__: object) -> str:
            raise fault(
                text,
                f"a filter made of Dimension(...); {kind}(...) is not computed yet",
                f"add a column for it to models/marts/{fact.model}.sql, declare it as a "
                "dimension, and filter by that",
            )

        return refused

    try:
        return _environment.from_string(text).render(
            Dimension=dimension,
            TimeDimension=refuse("TimeDimension"),
            Entity=refuse("Entity"),
            Metric=refuse("Metric"),
        )
    except jinja2.TemplateError as error:
        raise fault(text, f"a filter such as {_EXAMPLE}; {error}", "correct the filter") from error


_EXAMPLE = "{{ Dimension('lead__channel') }} = 'partner'"
