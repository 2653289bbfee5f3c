"""The desk at which one page is written.

A desk hands out values, draws macros, keeps the page's charts and notes what is wrong. In the
first pass it has no answers yet: it notes every ask and every value is missing. In the second it
has the answers to all of them, and the page comes out whole.
"""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from samepage.catalog import Catalog, Metric
from samepage.company import Company
from samepage.errors import Fault
from samepage.pages.cubes import Cubes, Wanted, read_cubes
from samepage.pages.glossary import names_in_prose
from samepage.pages.shown import Shown
from samepage.pages.waiting import waiting
from samepage.periods import Calendar
from samepage.tree import Place, grow
from samepage.values import Answers, Ask, Value

if TYPE_CHECKING:
    from jinja2 import Environment

MACROS = "templates/macros.md.j2"


@dataclass(frozen=True)
class Site:
    """What all pages share. `environment` is the Jinja environment of templates.py."""

    company: Company
    catalog: Catalog
    health: Mapping[str, Any]
    environment: Environment

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self.company.fiscal_year_starts_in, self.company.week_starts_on)

    @cached_property
    def cubes(self) -> Cubes:
        """The numbers that the controls of pages may ask for."""
        return read_cubes(self.company.build.values)

    def is_over(self, grain: str, start: date) -> bool:
        """Whether the data covers the whole period."""
        end = self.calendar.end(grain, start)
        return end is not None and end <= date.fromisoformat(self.health["as_of"])

    @cached_property
    def macros(self) -> Any:  # noqa: ANN401
        """The macros of site/templates/macros.md.j2, by name."""
        return self.environment.get_template(MACROS).module

    @cached_property
    def trees(self) -> Mapping[str, Mapping[str, Place]]:
        """Name of every goal -> where each metric that serves it hangs below it."""
        metrics = self.catalog.metrics
        limbs = {
            "driver": {name: metric.drivers for name, metric in metrics.items()},
            "part": {name: metric.inputs for name, metric in metrics.items()},
            "alternative": {name: metric.alternatives for name, metric in metrics.items()},
        }
        return {
            goal.name: grow(goal.measured_by, limbs, self._serving(goal.name))
            for goal in self.catalog.goals.values()
        }

    def _serving(self, goal: str) -> Callable[[str], bool]:
        return lambda name: self.catalog.metrics[name].goal == goal

    @cached_property
    def terms(self) -> Mapping[str, Sequence[tuple[str, Metric]]]:
        """First word -> names of metrics that begin with it, as they may stand in prose."""
        return names_in_prose(self.catalog)

    @cached_property
    def waits(self) -> Mapping[str, tuple[str, ...]]:
        """Name of every metric -> what it still waits for."""
        return waiting(self.catalog, self.health["lacking"])


@dataclass
class Desk:
    """One page in one pass. `path` is the page's own, such as `reports/churn.md`.

    asked       what the first pass has asked for, once it is over
    is_driven   whether the page has controls that change its figures, which then are numbered
    is_lean     whether figures leave their definition to the head of their column
    placed      which of the numbered figures stand on the finished page, in its order
    wanted      of a page that explores one metric: what its cube holds
    """

    site: Site
    path: str
    answers: Answers | None = None
    asked: Sequence[Ask] = ()
    is_driven: bool = False
    is_lean: bool = False
    wanted: dict[str, Wanted] = field(default_factory=dict)
    figures: dict[Shown, int] = field(default_factory=dict)
    placed: Sequence[Shown] = ()
    drawings: dict[str, Any] = field(default_factory=dict)
    asks: list[Ask] = field(default_factory=list)
    charts: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    tips: int = 0

    def read(self, ask: Ask) -> Sequence[Value]:
        """The values asked for: none in the first pass, all in the second.

        Raises `KeyError` in the second pass for what the first did not ask: a template must not
        decide by values what it asks for.
        """
        if self.answers is None:
            self.asks.append(ask)
            return ()
        return self.answers[ask]

    def draw(self, macro: str, *views: Any, **named: Any) -> Markup:  # noqa: ANN401
        """What a macro of site/templates/macros.md.j2 makes of finished views; nothing in the first
        pass, in which there is nothing to see."""
        if self.answers is None:
            return Markup("")
        return Markup(getattr(self.site.macros, macro)(*views, **named))

    @contextmanager
    def still(self) -> Iterator[None]:
        """For what holds only as the page came, such as a sentence about the newest change."""
        was, self.is_driven = self.is_driven, False
        yield
        self.is_driven = was

    def link(self, url: str) -> Markup:
        """A site URL such as `/metrics/churn/arr/`, as seen from this page, for an attribute."""
        return Markup(quote(posixpath.relpath(url, page_url(self.path)))) + "/"

    def number_of(self, shown: Shown) -> int:
        """A number for what is shown, until `driven.placed` knows the order of the page."""
        return self.figures.setdefault(shown, len(self.figures))

    def next_tip(self) -> Markup:
        """An id that no other tooltip of this page has."""
        self.tips += 1
        return Markup(f"sp-tip-{self.tips}")

    def find(self, name: str) -> Metric | None:
        """The metric of that name; when there is none, that is noted."""
        metrics = self.site.catalog.metrics
        if name not in metrics:
            self.missing("metric", name, tuple(metrics), f"python scripts/new.py {name}")
        return metrics.get(name)

    def missing(
        self, field: str, value: str, known: Sequence[str], fix: str, where: str = ""
    ) -> None:
        """Note that a page asks for something that is not defined; `where` unless it is the line
        of the template that is being rendered."""
        near = get_close_matches(value, known, n=1)
        hint = f"; the nearest is {near[0]!r}" if near else ""
        listed = ", ".join(known) if len(known) <= 12 else f"one of {len(known)} defined"
        where = where or self._where()
        self.faults.append(Fault(where, field, value, f"{listed or 'none here'}{hint}", fix))

    def _where(self) -> str:
        """File and line of the template that is being rendered, nearest call first."""
        frame = sys._getframe(1)
        while frame := frame.f_back:  # type: ignore[assignment]
            template = frame.f_globals.get("__jinja_template__")
            if template:
                line = template.get_corresponding_lineno(frame.f_lineno)
                file = Path(template.filename).relative_to(self.site.company.root)
                return f"{file.as_posix()}:{line}"
        return self.path


def page_url(path: str) -> str:
    """Where a page is published: `reports/churn.md` -> `/reports/churn/`."""
    stem = path.removesuffix(".md")
    stem = stem.removesuffix("index").rstrip("/") if posixpath.basename(stem) == "index" else stem
    return f"/{stem}/" if stem else "/"
