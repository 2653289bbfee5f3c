"""The feeds of a built site: they lie in the release, lead somewhere, and count as it does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest
import yaml
from jsonschema import Draft202012Validator

# A link of Markdown to a place within the site.
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)\)")


@pytest.fixture(scope="module")
def site(sample_site) -> Path:
    return sample_site.site.resolve()


def test_the_catalogue_is_whole_and_follows_its_schema(site):
    schema = json.loads((site / "metrics.schema.json").read_text("utf-8"))
    told = json.loads((site / "metrics.json").read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(told)) == []
    assert len(told["metrics"]) > 200
    for metric in told["metrics"]:
        assert (site / metric["page"] / "index.html").is_file()
        assert (site / metric["json"]).is_file()
        assert (site / metric["markdown"]).is_file()


def test_links_between_files_lead_to_files(site):
    files = [*site.rglob("*.md"), site / "llms.txt"]
    links = [(file, link) for file in files for link in _LINK.findall(file.read_text("utf-8"))]
    assert len(links) > 500
    lost = [(f.name, link) for f, link in links if not (f.parent / link).resolve().exists()]
    assert lost == []


def test_the_mail_of_monday_is_small(site):
    assert 2_000 < (site / "mail" / "monday.html").stat().st_size < 100_000


def test_what_ossie_says_counts_what_the_site_publishes(sample_site):
    """Over all rows of one mart, where no expression needs to know a day."""
    told = yaml.safe_load((sample_site.site / "ossie.yaml").read_text("utf-8"))
    (model,) = told["semantic_model"]
    marts = {each["name"]: each["source"] for each in model["datasets"]}
    query = "select metric, value from read_parquet($file) where grain = 'all' and member = 'all'"
    given = {"file": str(sample_site.build.values)}
    published = dict(duckdb.execute(query, given).fetchall())
    compared = 0
    with duckdb.connect(str(sample_site.build.warehouse), read_only=True) as warehouse:
        for metric in model["metrics"]:
            expression = metric["expression"]["dialects"][0]["expression"]
            used = [name for name in marts if f"{name}." in expression]
            if metric["name"] in published and len(used) == 1:
                statement = f"select {expression} from {marts[used[0]]} as {used[0]}"
                (value,) = warehouse.execute(statement).fetchone() or (None,)
                wanted = published[metric["name"]]
                exact = None if wanted is None else pytest.approx(wanted, rel=1e-9)
                assert (None if value is None else float(value)) == exact, metric["name"]
                compared += 1
    assert compared > 150


def test_a_metric_page_names_its_other_forms_and_says_what_it_is(site):
    (metric,) = [
        each
        for each in json.loads((site / "metrics.json").read_text("utf-8"))["metrics"]
        if each["name"] == "customer_churn_rate"
    ]
    head = (site / metric["page"] / "index.html").read_text("utf-8").partition("</head>")[0]
    assert f'<meta name="description" content="{metric["description"]}">' in head
    assert f'<meta property="og:description" content="{metric["description"]}">' in head
    assert f'<meta property="og:title" content="{metric["label"]}">' in head
    assert 'type="application/json" href="../customer_churn_rate.json"' in head
    assert 'type="text/markdown" href="../customer_churn_rate.md"' in head
    assert 'type="application/rss+xml"' in head
    assert 'rel="canonical"' not in head


def test_every_page_can_be_shown_as_a_link(site):
    bare = [
        str(page.relative_to(site))
        for page in site.rglob("index.html")
        if not re.search(r'<meta name="description" content="[^"]{20,}">', page.read_text("utf-8"))
    ]
    assert bare == []
