"""Bad input stops the build with a message that helps, and the published site stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from builds import SMALL, Outcome, published, run_build

FILES = "tests/companies/files.yml"
WIN_RATE = "metrics/funnel/win_rate.yml"
REPORT = "site/pages/reports/odd.md"


def refused(root: Path, *arguments: str) -> Outcome:
    """How a build ended that must fail and leave the published site alone."""
    site = root / "build" / "site"
    before = published(site)
    outcome = run_build(*arguments, root=root)
    assert outcome.code == 1, outcome.result
    assert outcome.result["status"] == "failed"
    assert published(site) == before
    return outcome


def rewrite(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file exactly once."""
    before = path.read_text("utf-8")
    assert before.count(old) == 1, f"{old!r} stands {before.count(old)} times in {path}"
    path.write_text(before.replace(old, new), "utf-8")


def append(path: Path, line: str) -> str:
    """Add a line to a file; gives its number as messages write it: `:7`."""
    before = path.read_text("utf-8")
    path.write_text(f"{before}{line}\n", "utf-8")
    return f":{before.count(chr(10)) + 1}"


def test_files_that_cannot_be_read_are_all_named(published_copy):
    folder = published_copy / "tests" / "companies" / "files"
    extra = append(folder / "opportunities.csv", "o99,a1,,p1,X,new_business,,won" + ",x" * 20)
    day = append(folder / "subscriptions.csv", "s99,a1,Team,10,USD,2026-02-31,,,false,,")
    (folder / "exchange_rates.csv").write_text("currency,valid_on,rate\n")
    (folder / "people.csv").unlink()
    outcome = refused(published_copy, "--vars", FILES)
    outcome.fault(
        where=f"opportunities.csv{extra}", field="row", value="28 columns", expected="14 columns"
    )
    outcome.fault(where=f"subscriptions.csv{day}", field="valid_from", value="2026-02-31")
    outcome.fault(where="exchange_rates.csv", value="0", expected="at least one row")
    outcome.fault(field="people", expected="exactly one file", fix="people.csv")
    assert len(outcome.faults) == 4


@pytest.mark.slow
def test_rows_that_break_the_contract_are_counted_by_reason(published_copy):
    folder = published_copy / "tests" / "companies" / "files"
    rewrite(folder / "accounts.csv", "\na4,", "\na1,")
    rewrite(folder / "subscriptions.csv", "s1,a1,Team,1200,", "s1,a1,Team,-1200,")
    rewrite(folder / "opportunities.csv", ",14400,USD,", ",14400,XXX,")
    outcome = refused(published_copy, "--vars", FILES)
    outcome.fault(where="input accounts from files", field="duplicate id", value="1 of ")
    outcome.fault(where="input subscriptions from files", field="negative MRR", value="1 of ")
    fault = outcome.fault(where="input opportunities", field="unknown currency", value="1 of ")
    assert "quarantine_reason = 'unknown currency'" in fault["fix"]
    assert len(outcome.faults) == 3


@pytest.mark.slow
def test_a_failing_dbt_test_says_how_to_see_the_rows(published_copy):
    marts = published_copy / "models" / "marts" / "dim_as_of.yml"
    rule = "{name: as_of_is_long_ago, arguments: {expression: \"as_of < date '2000-01-01'\"}}"
    test = f"    data_tests:\n      - expression_is_true: {rule}\n    columns:\n"
    rewrite(marts, "    columns:\n", test)
    outcome = refused(published_copy, "--vars", SMALL)
    fault = outcome.fault(
        where="models/marts/dim_as_of.yml", field="test as_of_is_long_ago of dim_as_of"
    )
    assert fault["value"] == "1 row"
    assert fault["fix"].endswith("--select as_of_is_long_ago")
    assert "warehouse     failed" in outcome.progress


@pytest.mark.slow
def test_a_model_that_fails_and_a_broken_identity_are_told_at_once(published_copy):
    (published_copy / "models" / "marts" / "dim_odd.sql").write_text("select colour from nowhere\n")
    written = published_copy / "metrics" / "identities.yml"
    rewrite(written, "closing_mrr = next(opening_mrr)", "closing_mrr = next(closing_mrr)")
    outcome = refused(published_copy, "--vars", SMALL)
    assert "nowhere does not exist" in outcome.fault(where="models/marts/dim_odd.sql")["value"]
    fault = outcome.fault(
        field="test metric_values_closing_mrr_is_next_opening_mrr of metric_values"
    )
    assert fault["where"] == "metrics/identities.yml"
    assert "with which the one before closed" in fault["expected"]


def test_what_dbt_cannot_parse_is_named(published_copy):
    (published_copy / "models" / "marts" / "dim_odd.sql").write_text("{{ ref('nowhere') }}\n")
    fault = refused(published_copy, "--vars", SMALL).fault(where="models/marts/dim_odd.sql")
    assert "depends on a node named 'nowhere'" in fault["value"]


@pytest.mark.parametrize(
    ("path", "old", "new", "wanted"),
    [
        pytest.param(
            WIN_RATE,
            "numerator: opportunities_won",
            "numerator: opportunities_one",
            {"where": f"{WIN_RATE}:", "value": "opportunities_one", "fix": "opportunities_won"},
            id="a metric built on an unknown metric",
        ),
        pytest.param(
            WIN_RATE,
            "dimensions: [segment, ",
            "dimensions: [colour, ",
            {"where": f"{WIN_RATE}:", "field": "dimensions", "value": "colour"},
            id="a metric cut by an unknown dimension",
        ),
        pytest.param(
            WIN_RATE,
            "    config:\n",
            "    config: [\n",
            {
                "where": f"{WIN_RATE}:",
                "field": "YAML",
                "value": "config: [",
                "fix": "close the list",
            },
            id="malformed YAML",
        ),
    ],
)
def test_a_wrong_definition_is_named(published_copy, path, old, new, wanted):
    rewrite(published_copy / path, old, new)
    outcome = refused(published_copy, "--vars", SMALL)
    assert matching(outcome, wanted), outcome.faults
    assert "warehouse" not in outcome.progress


def test_two_files_of_one_name_are_named(published_copy):
    twin = published_copy / "metrics" / "churn" / "win_rate.yml"
    twin.write_text((published_copy / WIN_RATE).read_text())
    outcome = refused(published_copy, "--vars", SMALL)
    assert matching(
        outcome,
        {
            "where": f"{WIN_RATE}:",
            "field": "name",
            "expected": str(twin.relative_to(published_copy)),
        },
    )


@pytest.mark.parametrize(
    ("figure", "wanted"),
    [
        ('metric("win_rat")', {"value": "win_rat", "fix": "win_rate"}),
        ('metric("win_rate").by("colour")', {"value": "colour"}),
    ],
    ids=["an unknown metric", "an unknown dimension"],
)
def test_a_report_that_asks_for_what_nobody_defined_is_named(published_copy, figure, wanted):
    (published_copy / REPORT).write_text(f"---\ntitle: Odd\n---\n\nWe win {{{{ {figure} }}}}.\n")
    outcome = refused(published_copy, "--vars", SMALL)
    assert matching(outcome, {"where": f"{REPORT}:", **wanted}), outcome.faults


def matching(outcome: Outcome, wanted: dict[str, str]) -> list[dict[str, str]]:
    """The faults whose fields hold these words."""
    return [f for f in outcome.faults if all(word in f[key] for key, word in wanted.items())]
