"""The child process in which mkdocs runs: build/mkdocs.yml and build/pages to one folder."""

from __future__ import annotations

from mkdocs.__main__ import cli

from samepage.child import settings_from_parent


def main() -> None:
    settings = settings_from_parent()
    cli(["build", "--config-file", settings["config"], "--site-dir", settings["folder"]])


if __name__ == "__main__":
    main()
