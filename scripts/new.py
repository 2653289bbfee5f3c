"""Begin a new metric: write its three files, ready to be filled in."""

from __future__ import annotations

from pathlib import Path

import click

from samepage.progress import exit_on_error
from samepage.scaffold import KINDS, new_metric

ROOT = Path(__file__).parents[1]


@click.command(
    epilog="""\b
Examples:
  python scripts/new.py churn/expansion_rate --type ratio
  python scripts/new.py funnel/demos_held
"""
)
@click.argument("address", metavar="DOMAIN/NAME")
@click.option(
    "--type",
    "kind",
    type=click.Choice(list(KINDS)),
    default="simple",
    show_default=True,
    help="simple counts one measure, ratio divides two metrics, derived calculates with several.",
)
def main(address: str, kind: str) -> None:
    """Write metrics/DOMAIN/NAME with .yml, .md and .example.yml."""
    with exit_on_error():
        written = new_metric(ROOT, address, kind)
    for path in written:
        click.echo(f"wrote {path}")
    click.echo("Fill them in with CONTRIBUTING.md beside you, then run `make check`.")


if __name__ == "__main__":
    main()
