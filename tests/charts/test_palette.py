"""Colours: every paint has one in both schemes, readable (WCAG AA) and told apart by everybody."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy
import pytest

from samepage.charts.palette import PAINTS, colours, paint, paint_of

CSS = Path(__file__).parents[2] / "site/theme/css"
SCHEMES = ("default", "slate", "print")
TEXT = ("ink", "muted", "target", "accent", "good", "warn", "bad")
SERIES = tuple(name for name in PAINTS if name.startswith("series"))

# What protanopes, deuteranopes and tritanopes see: Machado, Oliveira, Fernandes 2009, severity 1.
VISION = {
    "all": numpy.eye(3),
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# Linear RGB to OKLab: Björn Ottosson 2020.
TO_LMS = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
]
TO_LAB = [
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
]


def palette(scheme: str) -> dict[str, str]:
    """The colours of one scheme in the stylesheet; paper has the light ones, then its own."""
    css = (CSS / "palette.css").read_text("utf-8")
    start = {
        "default": ":root,",
        "slate": '\n  [data-md-color-scheme="slate"]',
        "print": "@media print",
    }
    block = css[css.index(start[scheme]) :]
    block = block[: block.index("}")]
    own = dict(re.findall(r"--sp-([a-z0-9-]+): (#[0-9a-f]{6});", block))
    return palette("default") | own if scheme == "print" else own


def linear(colour: str) -> numpy.ndarray:
    channels = numpy.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return numpy.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: 1 to 21."""
    light = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def distance(one: str, other: str, vision: str) -> float:
    """In hundredths of OKLab, as a person with this vision sees them; about 2 is just noticed."""

    def seen(colour: str) -> numpy.ndarray:
        light = numpy.clip(numpy.array(VISION[vision]) @ linear(colour), 0, None)
        return numpy.array(TO_LAB) @ numpy.cbrt(numpy.array(TO_LMS) @ light)

    return float(numpy.linalg.norm(seen(one) - seen(other))) * 100


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_have_contrast(scheme):
    colours = {**palette("default"), **palette(scheme)}
    poor = {
        (name, on): round(contrast(colours[name], colours[on]), 2)
        for name in (*TEXT, *SERIES)
        for on in ("paper", "surface")
        if contrast(colours[name], colours[on]) < (4.5 if on == "paper" or name in TEXT else 3)
    }
    assert not poor


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("badge", ["good", "warn", "bad", "accent"])
def test_badges_have_contrast_on_their_own_ground(scheme, badge):
    colours = {**palette("default"), **palette(scheme)}
    assert contrast(colours[badge], colours[f"{badge}-soft"]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_controls_have_edges_that_can_be_seen(scheme):
    colours = {**palette("default"), **palette(scheme)}
    assert min(contrast(colours["edge"], colours[on]) for on in ("paper", "surface")) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("vision", VISION)
def test_series_are_told_apart(scheme, vision):
    colours = {**palette("default"), **palette(scheme)}
    apart = {
        pair: distance(colours[pair[0]], colours[pair[1]], vision)
        for pair in combinations(SERIES, 2)
    }
    teams = {pair: far for pair, far in apart.items() if set(pair) <= set(SERIES[:5])}
    assert min(apart.values()) > 6, min(apart, key=apart.__getitem__)
    assert min(teams.values()) > 11, min(teams, key=teams.__getitem__)
    assert distance(colours["up"], colours["down"], vision) > 11


@pytest.mark.parametrize("attribute", ["fill", "stroke"])
def test_stylesheet_has_a_class_for_every_paint(attribute):
    css = (CSS / "charts.css").read_text("utf-8")
    missing = [
        name
        for name in PAINTS
        if f".sp-{attribute}-{name} {{ {attribute}: var(--sp-{name}); }}" not in css
    ]
    assert not missing


def test_every_scheme_has_every_paint():
    for scheme in ("default", "slate"):
        assert not set(PAINTS) - palette(scheme).keys()
    assert palette("default").keys() == palette("slate").keys()


def test_print_is_the_light_scheme():
    light, printed = palette("default"), palette("print")
    assert {name for name in printed if printed[name] != light[name]} == {"grid"}


@pytest.mark.parametrize("name", PAINTS)
def test_sentinels_lead_back_to_their_paint(name):
    assert paint_of(paint(name)) == (name, False)
    assert paint_of(paint(name, hatched=True)) == (name, True)


def test_other_colours_are_no_sentinels():
    assert [paint_of(colour) for colour in ("none", "#ffffff", "#5a0", "url(#x)")] == [None] * 4


def test_colours_mean_teams_and_the_stages_that_teams_own():
    chosen = colours(["MQLs", "Sales", "Opportunities", "customer_success", "Customer success"])
    assert list(chosen.values()) == ["series-1", *["series-2"] * 2, *["series-3"] * 2]


def test_other_names_never_take_a_colour_in_use():
    chosen = colours(["Inbound", "Sales", "Events", "Partner", "Outbound", "Web"])
    assert len(set(chosen.values())) == 6
    assert chosen["Inbound"] == "series-5"


def test_names_beyond_the_palette_are_muted():
    assert list(colours(str(n) for n in range(10)).values())[8:] == ["muted", "muted"]
