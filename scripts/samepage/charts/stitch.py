"""Puts the drawings into the built pages, where Markdown left an empty slot for each.

<div class="sp-chart" data-chart="c0123456789abcde"></div>     in the Markdown and in the HTML
<figure class="sp-chart"><figcaption>…</figcaption><svg …><p>…</p></figure>     after stitching

The slots pass through any generator of sites unharmed, which megabytes of SVG would not, and the
search index never sees the words inside of drawings.
"""

from __future__ import annotations

import re
from pathlib import Path

from samepage.charts.palette import MARKS
from samepage.errors import Fault, stop_on

_SLOT = re.compile(r'<div class="sp-chart" data-chart="([^"]*)">\s*</div>')
_TITLE = re.compile(r"<title[^>]*>([^<]*)</title>")
_SUBTITLE = re.compile(r' data-subtitle="([^"]*)"')
_ENDS = re.compile(r'<g class="sp-ends">(.*?)</g>')
_END = re.compile(r'<text class="sp-fill-([a-z0-9-]+)"[^>]*>([^<]*)</text>')
_TOLD = re.compile(r"<desc( id=\"[^\"]*\")?>([^<]*)</desc>")
_SWATCH = (
    '<svg class="sp-swatch" viewBox="-1.3 -1.3 2.6 2.6" aria-hidden="true">'
    '<path class="sp-fill-{}" d="{}"/></svg>'
)
_SQUARE = "M-1,-1H1V1H-1Z"  # of columns, whose order in the key is theirs from top to bottom
_REBUILD = "python scripts/build.py"


def stitch(site_dir: Path, charts_dir: Path) -> int:
    """Fill every slot of every page under `site_dir` from `charts_dir`; how many were filled.

    Raises `Faulty` for each slot without a drawing, each drawing that no page shows, and each
    slot that the generator of the site has bent out of shape. Then no page has been changed.
    """
    drawings = {path.stem: path.read_text("utf-8") for path in sorted(charts_dir.glob("*.svg"))}
    pages = {page: page.read_text("utf-8") for page in sorted(site_dir.rglob("*.html"))}
    with_slots = {page: html for page, html in pages.items() if "data-chart" in html}
    used = {page: _SLOT.findall(html) for page, html in with_slots.items()}
    faults = [f for page, html in with_slots.items() for f in _faults(page, html, drawings)]
    shown = {chart for charts in used.values() for chart in charts}
    stop_on([*faults, *(_unshown(charts_dir, chart) for chart in drawings.keys() - shown)])
    for page, html in with_slots.items():
        page.write_text(_filled(html, drawings), "utf-8")
    return sum(map(len, used.values()))


def _filled(html: str, drawings: dict[str, str]) -> str:
    """The page with its figures; a drawing shown twice gets ids of its own each time."""
    seen: dict[str, int] = {}

    def figure(slot: re.Match[str]) -> str:
        chart = slot[1]
        seen[chart] = seen.get(chart, 0) + 1
        drawing = drawings[chart].strip()
        return _figure(
            drawing if seen[chart] == 1 else drawing.replace(chart, f"{chart}-{seen[chart]}")
        )

    return _SLOT.sub(figure, html)


def _figure(svg: str) -> str:
    title, subtitle = _TITLE.search(svg), _SUBTITLE.search(svg)
    named = f'<strong class="sp-chart-title">{title[1]}</strong>' if title and title[1] else ""
    about = f"<span>{subtitle[1]}</span>" if subtitle and subtitle[1] else ""
    caption = f"{named}{about}{_key(svg)}"
    above = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="sp-chart">{above}{_TOLD.sub("", svg)}{_summary(svg)}</figure>'


def _summary(svg: str) -> str:
    """The description of the drawing, for everybody to read: below it instead of inside."""
    told = _TOLD.search(svg)
    return f'<p class="sp-told"{told[1] or ""}>{told[2]}</p>' if told else ""


def _key(svg: str) -> str:
    """The names at the ends of lines once more, for phones, where the drawing has no room."""
    ends = _ENDS.search(svg)
    marks = MARKS if 'class="sp-line"' in svg else dict.fromkeys(MARKS, _SQUARE)
    names = [
        f"<span>{_SWATCH.format(paint, marks[paint])}{name}</span>"
        for paint, name in _END.findall(ends[1] if ends else "")
    ]
    return f'<span class="sp-key">{"".join(names)}</span>' if names else ""


def _faults(page: Path, html: str, drawings: dict[str, str]) -> list[Fault]:
    slots = _SLOT.findall(html)
    bent = html.count("data-chart=") - len(slots)
    expected = "the empty slot as it stands in the Markdown"
    faults = [
        Fault(str(page), "chart slot", chart, "a chart that was drawn in this build", _REBUILD)
        for chart in slots
        if chart not in drawings
    ]
    if bent:
        fix = "look how the page's Markdown puts the slot inside of other HTML"
        faults.append(Fault(str(page), "chart slot", f"{bent} bent out of shape", expected, fix))
    return faults


def _unshown(charts_dir: Path, chart: str) -> Fault:
    return Fault(
        str(charts_dir / f"{chart}.svg"),
        "chart",
        chart,
        "a page with a slot for this drawing",
        "look for what removed the slot from the page; then " + _REBUILD,
    )
