"""Build the site, serve it on this machine, and build it again on every change."""

from __future__ import annotations

from pathlib import Path

import click

from samepage.serving import serve

ROOT = Path(__file__).parents[1]


@click.command(
    epilog="""\b
Examples:
  python scripts/serve.py
  python scripts/serve.py --port 8000
  python scripts/serve.py --vars tests/companies/maven_crm.yml --build-dir build/maven
"""
)
@click.option("--vars", "variables", default="{}", metavar="FILE|YAML", help="As of build.py.")
@click.option(
    "--build-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default="build",
    show_default=True,
    help="Folder for everything derived; its `site` is served.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0: any free port.")
def main(variables: str, build_dir: Path, port: int) -> None:
    """Serve the site of the company on 127.0.0.1 until Ctrl-C."""
    arguments = ["--no-strict", "--vars", variables, "--build-dir", str(build_dir)]
    try:
        serve(ROOT, arguments, ROOT / build_dir / "site", port)
    except KeyboardInterrupt:
        click.echo()


if __name__ == "__main__":
    main()
