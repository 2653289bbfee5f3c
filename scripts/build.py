"""Build, test and publish the site. Run it through `make site`, or by hand for other companies."""

from __future__ import annotations

import dataclasses
import sys
from datetime import datetime
from pathlib import Path

import click

from samepage.company import load_company, read_vars
from samepage.pipeline import build
from samepage.progress import exit_on_error, print_json, progress_on

ROOT = Path(__file__).parents[1]


@click.command(
    epilog="""\b
Examples:
  python scripts/build.py
  python scripts/build.py --vars 'as_of: 2026-09-30'
  python scripts/build.py --vars tests/companies/maven_crm.yml --build-dir build/maven
  python scripts/build.py --since 2026-11-01
  python scripts/build.py --no-strict --json > result.json

\b
Exit codes:
  0 published   1 checks failed, nothing published   2 usage   3 another build runs
"""
)
@click.option(
    "--vars",
    "variables",
    default="{}",
    metavar="FILE|YAML",
    help="Settings laid over `vars` of dbt_project.yml: a YAML file, or YAML itself.",
)
@click.option("--target", metavar="NAME", help="Target of profiles.yml; its default if left out.")
@click.option(
    "--build-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default="build",
    show_default=True,
    help="Folder for everything derived; the site is its `site`.",
)
@click.option(
    "--strict/--no-strict",
    default=True,
    show_default=True,
    help="Whether warnings of dbt and mkdocs stop the build. Failing tests always do.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Keep what the build before computed of the time before this day, less the look-back.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def main(
    variables: str,
    target: str | None,
    build_dir: Path,
    strict: bool,
    since: datetime | None,
    as_json: bool,
) -> None:
    """Fetch the data, run dbt, render every page, check it all and publish the site.

    Steps whose input has not changed are skipped. The site that was live stays live until the
    new one is whole.
    """
    with exit_on_error(as_json), progress_on(sys.stderr) as progress:
        company = load_company(ROOT, read_vars(variables), build_dir)
        report = build(company, progress, target, strict, since.date() if since else None)
    if as_json:
        print_json(dataclasses.asdict(report))
    else:
        click.echo(str(report))


if __name__ == "__main__":
    main()
