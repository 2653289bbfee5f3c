"""Ask the metrics: a table, the SQL behind it, or what a number means and where it comes from."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console, RenderableType

from samepage.company import load_company, read_vars
from samepage.progress import exit_on_error, print_json
from samepage.query import (
    Asked,
    answer,
    as_csv,
    as_json,
    as_table,
    explain,
    open_catalog,
    read_question,
    statement,
)

ROOT = Path(__file__).parents[1]
# Wide enough for any table where no terminal says how wide it is.
_WIDE = 1000


@click.command(
    epilog="""\b
Examples:
  python scripts/query.py win_rate
  python scripts/query.py win_rate --by channel --grain quarter --since 2026-01
  python scripts/query.py leads customers_won --where "segment = 'Enterprise' and is_icp"
  python scripts/query.py net_revenue_retention --by segment,plan --sql
  python scripts/query.py win_rate --explain

\b
Exit codes:
  0 answered   1 checks failed   2 usage: all that is wrong is told   3 a build is writing
"""
)
@click.argument("metrics", metavar="METRIC...", nargs=-1, required=True)
@click.option("--by", metavar="DIMENSION", default="", help="Cut by it, or by several: a,b.")
@click.option("--grain", metavar="GRAIN", default="", help="day, week, ..., all; month if it can.")
@click.option("--since", metavar="DAY", default="", help="From its period on: 2026, 2026-08, ...")
@click.option("--until", metavar="DAY", default="", help="Up to the period that it lies in.")
@click.option("--where", metavar="CONDITION", default="", help="Only these rows are counted.")
@click.option("--sql", "form", flag_value="sql", help="Print the statement instead of its answer.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV: numbers in full, every row.")
@click.option("--json", "form", flag_value="json", help="The same as one JSON object.")
@click.option("--explain", "form", flag_value="explain", help="What it means, whence it comes.")
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=50,
    show_default=True,
    help="Rows of the table, the newest; 0 for all.",
)
@click.option("--vars", "variables", default="{}", metavar="FILE|YAML", help="As of build.py.")
@click.option(
    "--build-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default="build",
    show_default=True,
    help="Folder of the build that is asked.",
)
def main(
    metrics: tuple[str, ...],
    by: str,
    grain: str,
    since: str,
    until: str,
    where: str,
    form: str | None,
    limit: int,
    variables: str,
    build_dir: Path,
) -> None:
    """Answer from the last build's warehouse, which is only read."""
    asked = Asked(metrics, tuple(by.split(",")) if by else (), grain, since, until, where)
    with exit_on_error(form == "json"):
        company = load_company(ROOT, read_vars(variables), build_dir)
        catalog = open_catalog(company)
        question = read_question(company, catalog, asked)
        match form:
            case "sql":
                click.echo(statement(catalog, question))
            case "csv":
                click.echo(as_csv(answer(company, catalog, question)), nl=False)
            case "json":
                print_json(as_json(answer(company, catalog, question)))
            case "explain":
                _print(*(explain(company, catalog, metric) for metric in question.metrics))
            case _:
                _print(as_table(company, answer(company, catalog, question), limit))


def _print(*renderables: RenderableType) -> None:
    console = Console(width=None if sys.stdout.isatty() else _WIDE)
    for each in renderables:
        console.print(each)


if __name__ == "__main__":
    main()
