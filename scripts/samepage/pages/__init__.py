"""Pages: Markdown made from definitions and values, by templates, in two passes.

    desk ── reading ── phrases, inline ── tables, pictures ── figure ── choosing ── toolbox
    cubes ─┴── packing ───────────────── driven ───────────────┘── steering ──────────┤
                                                                │                     │
                       standing, unusual, origins ── news ── monday ──────────────────┤
                                                                                       │
    authored (prose, examples) ── plan (which pages) ── templates ───────────────── render ── config

The first pass runs every template with no values and notes what it asks for; the second runs
the same templates again with all the answers of one query.
"""

from samepage.pages.render import RenderReport, render_site

__all__ = ["RenderReport", "render_site"]
