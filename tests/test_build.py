"""The build as a whole: what it says, what it skips, and that equal input gives equal bytes."""

from __future__ import annotations

import re
import subprocess

import pytest

from builds import ROOT, SMALL, command, environment, published, run_build, tree
from samepage.company import load_company
from samepage.manifest import load_catalog
from samepage.steps import STEPS

NAMES = [step.name for step in STEPS]


def test_the_result_counts_what_was_done(sample_site):
    result = sample_site.result
    assert result["status"] == "published"
    assert list(result["steps"]) == NAMES
    assert all(seconds > 0 for seconds in result["steps"].values())
    assert result["release"] == sample_site.site.resolve().name
    assert result["counts"]["pages"] == len(list(sample_site.site.rglob("*.html")))
    assert result["counts"]["metrics"] >= 24
    assert result["counts"]["models"] > 13 * 2
    assert result["counts"]["tests"] > 0
    assert result["counts"]["charts"] > 0
    assert result["warnings"] == []


def test_a_second_build_has_nothing_to_do_and_changes_nothing(sample_site):
    before = published(sample_site.site)
    again = run_build("--build-dir", sample_site.build.path, "--vars", SMALL)
    assert again.code == 0
    assert again.result["status"] == "unchanged"
    assert again.result["steps"] == dict.fromkeys(NAMES)
    assert again.result["release"] == sample_site.result["release"]
    assert published(sample_site.site) == before


def test_the_same_data_gives_the_same_bytes_in_another_place(sample_site, workshop):
    assert tree(workshop.built.site) == tree(sample_site.site)
    assert workshop.built.result["release"] == sample_site.result["release"]


def test_nothing_that_is_added_up_depends_on_the_order_of_threads(sample_site):
    """Sums of doubles do: their last digits are not the same twice."""
    catalog = load_catalog(load_company(ROOT, build_dir=sample_site.build.path))
    added_up = [
        (fact, measure)
        for fact in catalog.facts.values()
        for measure in fact.measures.values()
        if measure.agg in ("sum", "average")
    ]
    assert len(added_up) > 40
    assert not [
        (measure.name, word)
        for fact, measure in added_up
        for word in re.findall(r"\w+", measure.expr)
        if fact.columns.get(word) in ("double precision", "float")
    ]


def test_a_build_beside_a_running_one_gives_way(workshop):
    assert workshop.meanwhile.code == 3
    assert workshop.meanwhile.result["status"] == "failed"
    assert "another build" in workshop.meanwhile.result["message"]


def test_changed_prose_runs_no_dbt_and_the_person_is_told(workshop):
    workshop.edit("metrics/funnel/leads.md", "\nCounted with great care.\n")
    ended = subprocess.run(
        command("--vars", SMALL, root=workshop.root),
        capture_output=True,
        text=True,
        env=environment(),
        cwd=workshop.root,
    )
    assert ended.returncode == 0
    lines = ended.stderr.splitlines()
    assert {"raw           unchanged", "warehouse     unchanged"} <= set(lines)
    assert [line for line in lines if line.startswith("pages         ok  ")]
    assert "Published release" in ended.stdout
    assert f"Open {workshop.built.site / 'index.html'}" in ended.stdout
    page = workshop.built.site / "metrics" / "funnel" / "leads" / "index.html"
    assert "Counted with great care." in page.read_text()


@pytest.mark.slow
def test_warnings_of_dbt_stop_only_a_strict_build(published_copy):
    site = published_copy / "build" / "site"
    before = published(site)
    settings = published_copy / "dbt_project.yml"
    table = "    +materialized: table\n"
    assert settings.read_text().count(table) == 1
    settings.write_text(
        settings.read_text().replace(table, f"{table}    nowhere: {{+enabled: true}}\n")
    )
    strict = run_build("--vars", SMALL, root=published_copy)
    assert strict.code == 1
    strict.fault(field="UnusedResourceConfigPath", value="models.samepage.nowhere")
    assert published(site) == before
    lenient = run_build("--vars", SMALL, "--no-strict", root=published_copy)
    assert lenient.code == 0
    assert [w["field"] for w in lenient.result["warnings"]] == ["UnusedResourceConfigPath"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--vars", "nowhere.yml"], "no file 'nowhere.yml'"),
        (["--vars", "{as_of: ["], "not valid YAML"),
        (["--vars", "just words"], "expected `key: value` pairs"),
        (
            ["--target", "oracle"],
            "found 'oracle', expected a target of profiles.yml: duckdb, postgres",
        ),
        (["--fast"], "No such option"),
        (["--build-dir", "Makefile"], "is a file"),
    ],
)
def test_usage_errors_exit_with_2(tmp_path, arguments, message):
    folder = [] if "--build-dir" in arguments else ["--build-dir", str(tmp_path)]
    ended = subprocess.run(
        command(*folder, *arguments), capture_output=True, text=True, env=environment(), cwd=ROOT
    )
    assert ended.returncode == 2
    assert message in ended.stderr
    assert ended.stdout == ""


def test_wrong_settings_are_all_named(tmp_path):
    settings = "{company: {name: X, currency: euro, time_zone: UTC}, sources: {leads: siebel}}"
    outcome = run_build("--build-dir", tmp_path, "--vars", settings)
    assert outcome.code == 1
    outcome.fault(field="vars.company.currency", value="euro", expected="ISO 4217")
    outcome.fault(field="vars.company.week_starts_on", expected="1 (Monday)")
    outcome.fault(field="vars.sources.leads", value="siebel", expected="a connector")


def test_help_has_examples_and_exit_codes():
    ended = subprocess.run(command("--help"), capture_output=True, text=True, env=environment())
    assert ended.returncode == 0
    assert "--vars tests/companies/maven_crm.yml --build-dir build/maven" in ended.stdout
    assert "3 another build runs" in ended.stdout


def test_a_site_folder_of_somebody_else_stops_the_build(tmp_path):
    (tmp_path / "site").mkdir()
    outcome = run_build("--build-dir", tmp_path, "--vars", SMALL)
    assert outcome.code == 1
    outcome.fault(where=str(tmp_path / "site"), fix=f"mv {tmp_path / 'site'}")
