"""Draws Vega-Lite specs as SVG files, each spec once.

specs = {chart_id(spec): spec for spec in wanted}
report = render_charts(specs, company.build.charts)
report.drawn, report.kept, report.removed        # 3, 148, 0

The name of a file is a hash of all that shapes it. So nothing is drawn twice, a build that was
killed leaves nothing that the next one could take for finished, and equal charts are one file.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert

from samepage.charts.svg import themed
from samepage.child import die_with_parent
from samepage.errors import Fault, stop_on

RENDERER = "4"  # raise it when svg.py draws the same spec differently
_VEGA_LITE = "6.4"
_DRAWN_BY = (RENDERER, version("vl-convert-python"), _VEGA_LITE)
_WORTH_A_WORKER = 40  # starting two processes costs as much as drawing so many charts


@dataclass(frozen=True)
class ChartReport:
    """How many charts were drawn, kept from before and removed, and the seconds that took."""

    drawn: int
    kept: int
    removed: int
    seconds: float


def chart_id(spec: Mapping[str, Any]) -> str:
    """A "c" and fifteen hex digits: a hash of the spec and of what draws it."""
    shaped_by = [_DRAWN_BY, spec]
    text = json.dumps(shaped_by, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"c{hashlib.sha256(text.encode()).hexdigest()[:15]}"


def render_charts(
    specs: Mapping[str, Mapping[str, Any]], folder: Path, workers: int = 2
) -> ChartReport:
    """Make `folder` hold `<chart_id>.svg` for exactly these specs, drawing only missing ones.

    Raises `Faulty` naming every chart that cannot be drawn.
    """
    began = time.perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    present = {path.stem: path for path in folder.iterdir() if path.suffix == ".svg"}
    unwanted = [
        path for path in folder.iterdir() if path.suffix != ".svg" or path.stem not in specs
    ]
    for path in unwanted:
        path.unlink()
    missing = [(name, spec) for name, spec in sorted(specs.items()) if name not in present]
    stop_on(_draw_all(missing, folder, workers))
    kept, removed = len(specs) - len(missing), len(present.keys() - specs.keys())
    return ChartReport(len(missing), kept, removed, time.perf_counter() - began)


def _draw_all(
    missing: list[tuple[str, Mapping[str, Any]]], folder: Path, workers: int
) -> list[Fault]:
    if len(missing) < _WORTH_A_WORKER:
        return [fault for name, spec in missing for fault in _draw(name, spec, folder)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=die_with_parent) as pool:
        names, specs = zip(*missing, strict=True)
        drawn = pool.map(_draw, names, specs, [folder] * len(missing), chunksize=4)
        return [fault for faults in drawn for fault in faults]


def _draw(name: str, spec: Mapping[str, Any], folder: Path) -> list[Fault]:
    """Draw one chart into its file; a fault when Vega refuses the spec."""
    try:
        svg = vl_convert.vegalite_to_svg(dict(spec), vl_version=_VEGA_LITE)
    except ValueError as error:
        return [_refused(spec, error)]
    half = folder / f"{name}.part"
    half.write_text(themed(svg, name, spec), "utf-8")
    half.replace(folder / f"{name}.svg")
    return []


def _refused(spec: Mapping[str, Any], error: ValueError) -> Fault:
    title = spec.get("usermeta", {}).get("title", "without a title")
    return Fault(
        f"chart {title!r}",
        "Vega-Lite spec",
        str(error).strip().splitlines()[0],
        "a spec that Vega-Lite draws",
        "mend the function in scripts/samepage/charts/ that makes this kind of chart",
    )
