"""The theme's own files: vendored as recorded, and asking nobody else for anything."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
THEME = ROOT / "site" / "theme"
STYLES = sorted(THEME.rglob("*.css"))


def test_vendored_fonts_are_those_recorded():
    fonts = THEME / "assets" / "fonts"
    recorded = dict(
        reversed(line.split()) for line in (fonts / "SHA256SUMS").read_text("utf-8").splitlines()
    )
    there = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in fonts.glob("*.woff2")
    }
    assert there == recorded
    assert there


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_styles_refer_to_vendored_files_only(style):
    text = style.read_text("utf-8")
    assert "@import" not in text
    for address in re.findall(r'url\("?([^")]+)"?\)', text):
        assert (style.parent / address).is_file(), address


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_styles_name_colours_only_in_the_palette(style):
    if style.name != "palette.css":
        assert not re.findall(r"#[0-9a-f]{3,8}\b(?=[;,) ])|rgb\(", style.read_text("utf-8"))


def test_every_style_is_loaded_and_every_colour_is_in_the_palette():
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    # Paper's styles are linked by the theme, for paper alone.
    loaded = [*settings["extra_css"], "css/print.css"]
    assert "css/print.css" in (THEME / "main.html").read_text("utf-8")
    assert sorted(loaded) == [path.relative_to(THEME).as_posix() for path in STYLES]
    defined = set(re.findall(r"(--sp-[a-z0-9-]+):", (THEME / "css/palette.css").read_text("utf-8")))
    used = {
        name
        for path in STYLES
        for name in re.findall(r"var\((--sp-[a-z0-9-]+)", path.read_text("utf-8"))
    }
    assert used <= defined


def test_only_what_zensical_knows_too():
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    assert settings["plugins"] == ["search"]
    assert "hooks" not in settings
    assert settings["theme"]["font"] is False
