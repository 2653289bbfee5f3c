"""Write the sample company's data as Parquet, one file per input of the contract."""

from __future__ import annotations

from pathlib import Path

import click

from samepage.sources.sample import write_sample

ROOT = Path(__file__).resolve().parents[1]


@click.command(
    epilog="""\b
    Examples:
      python scripts/sample.py data/sample
      python scripts/sample.py data/big --scale 50      # about a million leads
    """
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--scale", default=1.0, show_default=True, type=click.FloatRange(0, 1000, min_open=True)
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0))
def main(folder: Path, scale: float, seed: int) -> None:
    """Draw the made-up company into FOLDER; the same seed and scale give the same bytes."""
    for written in write_sample(ROOT, folder, seed, scale):
        click.echo(f"{written.table:<15} {written.rows:>12,} rows")


if __name__ == "__main__":
    main()
