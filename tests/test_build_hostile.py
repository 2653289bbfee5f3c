"""Customers may be called what they like: on the page their names are text and nothing else."""

from __future__ import annotations

import csv
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from builds import Built, build_site

pytestmark = pytest.mark.slow

NAMES = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% raw %}",
    "Acme {: onmouseover=alert(4) }",
    "[click](javascript:alert(5))",
    "<a href='javascript:alert(6)'>me</a>",
    "Pipe | Works",
    "New\nLine & Sons",
    "\"Quotes\" 'and' `ticks`",
    '*[HTML]: --8<-- "README.md"',
    '=HYPERLINK("https://example.org", "pay")',
    "@SUM(1+1), -2+3 \\ slashed",
)


class Reader(HTMLParser):
    """What a browser would take a page for: its words, its scripts, its attributes."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.attributes: set[tuple[str, str]] = set()
        self.inside = ""
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.attributes |= {(name, value or "") for name, value in attrs}

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        (self.scripts if self.inside == "script" else self.words).append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def write(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A company whose customers with such names all leave on the first of March 2026."""
    folder = tmp_path_factory.mktemp("hostile")
    accounts = dict(enumerate(NAMES, 1))
    write(
        folder / "accounts.csv",
        [
            {
                "account_id": f"a{number}",
                "account_name": name,
                "parent_account_id": "",
                "merged_into": "",
                "industry": name,
                "region": name,
                "employees": 50,
                "annual_revenue": 1000000,
                "currency": "EUR",
                "created_at": "2025-01-01",
                "is_internal": "false",
            }
            for number, name in accounts.items()
        ],
    )
    write(
        folder / "subscriptions.csv",
        [
            {
                "subscription_id": f"s{number}",
                "account_id": f"a{number}",
                "plan": name,
                "mrr": 100 + number,
                "currency": "EUR",
                "valid_from": "2025-03-01",
                "valid_to": "2026-03-01",
                "term_ends_on": "2026-03-01",
                "is_trial": "false",
                "churn_kind": "voluntary",
                "cancelled_at": "",
            }
            for number, name in accounts.items()
        ],
    )
    write(
        folder / "people.csv",
        [
            {
                "person_id": f"p{number}",
                "person_name": name,
                "team": "sales",
                "pod": name,
                "manager_name": name,
                "region": name,
                "valid_from": "2024-01-01",
                "valid_to": "",
            }
            for number, name in accounts.items()
        ],
    )
    write(
        folder / "opportunities.csv",
        [
            {
                "opportunity_id": f"o{number}",
                "account_id": f"a{number}",
                "lead_id": "",
                "person_id": f"p{number}",
                "product": name,
                "opportunity_type": "new_business",
                "channel": name,
                "status": "won",
                "created_at": "2026-02-01",
                "closed_at": "2026-03-10",
                "expected_close_on": "2026-03-10",
                "amount": 1200 + number,
                "currency": "EUR",
                "is_internal": "false",
            }
            for number, name in accounts.items()
        ],
    )
    company = (
        "{company: {name: '<b>Bold</b> {{ 7*7 }}', currency: EUR, time_zone: Europe/Berlin,"
        " fiscal_year_starts_in: 1, week_starts_on: 1}, as_of: 2026-03-31,"
        " sources: {accounts: files, subscriptions: files, people: files, opportunities: files},"
        f" files: {{folder: {folder}}}}}"
    )
    return build_site(folder / "build", "--vars", company)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("metric", ["churn/churned_mrr", "funnel/bookings"])
def test_the_name_is_read_as_it_was_written(hostile, metric, name):
    page = Reader(hostile.site / "metrics" / metric / "index.html")
    assert " ".join(name.split()) in page.text


@pytest.mark.parametrize("dimension", ["channel", "rep", "pod", "manager", "product"])
def test_data_files_hold_the_names_as_they_are(hostile, dimension):
    file = hostile.site / "metrics" / "funnel" / "bookings" / "cube.json"
    members = json.loads(file.read_text("utf-8"))["dimensions"][dimension]["members"]
    assert set(members) - {"unknown"} == set(NAMES)


def test_no_page_runs_or_evaluates_anything(hostile):
    pages = sorted(hostile.site.rglob("*.html"))
    assert len(pages) > 50
    for path in pages:
        page = Reader(path)
        assert not [script for script in page.scripts if "alert" in script], path
        assert not [name for name, _ in page.attributes if name.startswith("on")], path
        links = [value for name, value in page.attributes if name in ("href", "src")]
        assert not [link for link in links if "javascript:" in link.lower()], path


def test_the_name_of_the_company_is_text_too(hostile):
    assert "<b>Bold</b> {{ 7*7 }}" in Reader(hostile.site / "index.html").text
