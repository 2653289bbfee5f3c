"""The two passes, the navigation, and the files that the site is built from."""

from __future__ import annotations

import json

import duckdb
import pytest
import yaml
from page_cases import GOLDEN, stage

from samepage.pages import render, render_site
from samepage.pages.plan import navigation, plan

CASE = GOLDEN / "metric"


@pytest.fixture
def site(tmp_path, monkeypatch):
    made = stage(
        CASE, tmp_path, {"reports/b.md": "---\norder: 1\n---\n# B", "reports/a-one.md": "# A"}
    )
    made.company.build.health.write_text(json.dumps(made.health), "utf-8")
    monkeypatch.setattr(render, "load_catalog", lambda company: made.catalog)
    return made


def test_all_values_are_read_in_one_query(site, monkeypatch):
    reads = []

    def read(path, asks):
        reads.append(asks)
        return real(path, asks)

    real = render.read_values
    monkeypatch.setattr(render, "read_values", read)
    render.render_pages(site)
    assert len(reads) == 1
    assert len(set(reads[0])) > 5


def test_the_navigation_is_the_tree(site):
    assert navigation(plan(site, site.company.root)) == [
        {"Index": "index.md"},
        {"Reports": [{"B": "reports/b.md"}, {"A one": "reports/a-one.md"}]},
        {
            "Metrics": [
                {
                    "Funnel": [
                        {"Funnel": "metrics/funnel/index.md"},
                        {"Churned MRR": "metrics/funnel/churned.md"},
                        {"Opportunities closed": "metrics/funnel/closed.md"},
                        {"Opportunities won": "metrics/funnel/won.md"},
                        {"Win rate": "metrics/funnel/win_rate.md"},
                        {"Other readings": [{"Close rate": "metrics/funnel/close_rate.md"}]},
                    ]
                }
            ]
        },
        {"Teams": [{"Marketing": "teams/marketing.md"}, {"Sales": "teams/sales.md"}]},
        {"Glossary": "glossary.md"},
        {"Data health": "data-health.md"},
    ]


def test_everything_is_written(site):
    report = render_site(site.company)
    build = site.company.build
    written = {path.relative_to(build.pages).as_posix() for path in build.pages.rglob("*.md")}
    assert written == set(report.pages)
    charts = json.loads((build.path / "charts.json").read_text("utf-8"))
    assert charts.keys() == report.charts.keys()
    slots = "".join(path.read_text("utf-8") for path in build.pages.rglob("*.md"))
    assert charts
    assert all(f'data-chart="{name}"' in slots for name in charts)


def test_the_same_input_gives_the_same_bytes(site):
    def run():
        render_site(site.company)
        files = sorted(path for path in site.company.build.path.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in files}

    assert run() == run()


def test_a_page_that_is_gone_is_removed(site):
    render_site(site.company)
    (site.company.root / "site" / "pages" / "reports" / "b.md").unlink()
    render_site(site.company)
    assert not (site.company.build.pages / "reports" / "b.md").exists()


def test_mkdocs_settings_are_the_tracked_ones_and_what_depends_on_the_company(site):
    render_site(site.company)
    merged = yaml.safe_load((site.company.build.path / "mkdocs.yml").read_text("utf-8"))
    tracked = yaml.safe_load((site.company.root / "mkdocs.yml").read_text("utf-8"))
    own = {"site_name", "docs_dir", "site_dir", "theme", "nav"}
    assert {key: merged[key] for key in tracked.keys() - own} == {
        key: tracked[key] for key in tracked.keys() - own
    }
    assert merged["site_name"] == "Fernhill &amp; Sons"
    assert merged["docs_dir"] == str(site.company.build.pages)
    assert merged["theme"]["custom_dir"] == str(site.company.root / "site" / "theme")
    assert merged["nav"] == navigation(plan(site, site.company.root))


def test_pages_whose_numbers_are_the_same_are_left_as_they_are(site, monkeypatch):
    render_site(site.company, "made by this")
    first, rendered = written(site), rendered_by(monkeypatch)
    render_site(site.company, "made by this")
    assert rendered == []
    assert written(site) == first
    double(site, "close_rate")
    render_site(site.company, "made by this")
    assert {"metrics/funnel/close_rate.md"} <= set(rendered) < set(pages_of(site))
    kept = written(site)
    render_site(site.company)
    assert written(site) == kept != first


@pytest.mark.parametrize("change", ["page", "charts", "health", "made_by"])
def test_pages_are_rendered_anew_when_anything_else_has_changed(site, monkeypatch, change):
    build, made_by = site.company.build, "made by this"
    render_site(site.company, made_by)
    first, rendered = written(site), rendered_by(monkeypatch)
    if change == "page":
        (build.pages / "glossary.md").write_text("Written by hand.", "utf-8")
    if change == "charts":
        (build.path / "charts.json").write_text("{}", "utf-8")
    if change == "health":
        told = {**site.health, "inputs": []}
        build.health.write_text(json.dumps(told), "utf-8")
    if change == "made_by":
        made_by = "made otherwise"
    render_site(site.company, made_by)
    expected = {
        "page": {"glossary.md"},
        "charts": {page for page, text in first.items() if "data-chart=" in text},
        "health": {page for page in pages_of(site) if "/funnel/" not in page or "index" in page},
        "made_by": set(pages_of(site)),
    }
    assert set(rendered) == expected[change]
    if change != "health":
        assert written(site) == first


def written(site):
    """Name -> text of every page and of what stands beside it."""
    folder = site.company.build.pages
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def pages_of(site):
    return [page.path for page in plan(site, site.company.root)]


def rendered_by(monkeypatch):
    """A list that grows by the path of each page that is filled in."""
    real, rendered = render._render, []

    def noting(site, page, *answers):
        if answers:
            rendered.append(page.path)
        return real(site, page, *answers)

    monkeypatch.setattr(render, "_render", noting)
    return rendered


def double(site, metric):
    """Twice as much of a metric in every period."""
    values = site.company.build.values
    other = values.with_suffix(".new")
    duckdb.sql(
        f"copy (select * replace (case metric when '{metric}' then 2 else 1 end * value as value)"
        f" from '{values}') to '{other}' (format parquet)"
    )
    other.replace(values)
