"""Check the house rules without building: definitions, prose, examples, hand-written pages."""

from __future__ import annotations

from pathlib import Path

import click

from samepage.company import read_vars
from samepage.progress import exit_on_error, print_json
from samepage.rules.summary import summarise

ROOT = Path(__file__).parents[1]


@click.command(
    epilog="""\b
Examples:
  python scripts/check.py
  python scripts/check.py --vars tests/companies/maven_crm.yml
  python scripts/check.py --json

\b
Exit codes:
  0 all rules hold   1 some do not: all of them are told   2 usage
"""
)
@click.option(
    "--vars",
    "variables",
    default="{}",
    metavar="FILE|YAML",
    help="Settings laid over `vars` of dbt_project.yml: a YAML file, or YAML itself.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def main(variables: str, as_json: bool) -> None:
    """Tell everything that breaks a house rule, with the edit that mends it."""
    with exit_on_error(as_json):
        summary = summarise(ROOT, read_vars(variables))
    if as_json:
        print_json(summary.as_json())
    else:
        click.echo(str(summary))
    raise SystemExit(1 if summary.faults else 0)


if __name__ == "__main__":
    main()
