"""From Vega's SVG to the site's: small, themed by classes, and silent but for its title.

Vega writes every paint as a colour, labels every mark for screen readers and numbers its ids
from zero in each drawing. The site needs classes (dark, light and print share one drawing, and a
strict Content-Security-Policy forbids style attributes), one title and one description for the
whole, ids that stay unique on a page with many drawings, and the tips of the marks as `<title>`,
which every browser shows without a script.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from samepage.charts.palette import paint_of

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_DROPPED = frozenset(
    {"role", "aria-label", "aria-hidden", "aria-roledescription", "pointer-events", "font-family"}
)
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
_LAYER = re.compile(r"([a-z]+)(?:_\d+)?_marks$")
_OUTLINED = ("series", "up", "down")  # hatched bars keep their outline, the hatched band has none


def themed(svg: str, chart: str, spec: Mapping[str, Any]) -> str:
    """The drawing of `spec` as it goes into pages; `chart` is its id, unique on the site."""
    drawn = ElementTree.fromstring(svg)
    root = Element("svg", _root_attributes(drawn, chart))
    words = spec["usermeta"]
    root.set("data-subtitle", words["subtitle"])
    SubElement(root, "title", {"id": f"{chart}-title"}).text = words["title"]
    SubElement(root, "desc", {"id": f"{chart}-desc"}).text = spec["description"]
    hatchings: dict[str, str] = {}
    marks = [mark for child in drawn for mark in _cleaned(child, chart, hatchings)]
    if hatchings:
        SubElement(root, "defs").extend(_pattern(*item) for item in sorted(hatchings.items()))
    drawing = SubElement(root, "g", {"aria-hidden": "true"})
    drawing.extend(marks)
    if drawing.find(".//g[@class='sp-ends']") is not None:
        root.set("class", "sp-svg sp-named")
    elif words.get("is_plane"):
        root.attrib |= {"class": "sp-svg sp-tall", "preserveAspectRatio": "none"}
        _set_free(drawing)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _root_attributes(drawn: Element, chart: str) -> dict[str, str]:
    return {
        "xmlns": _NAMESPACE[1:-1],
        "class": "sp-svg",
        "viewBox": drawn.attrib["viewBox"],
        "role": "img",
        "aria-labelledby": f"{chart}-title",
        "aria-describedby": f"{chart}-desc",
    }


def _set_free(drawing: Element) -> None:
    """Words and dots apart from their places, so that they keep their shape where the stylesheet
    stretches the drawing: on a phone it is taller."""
    for parent in list(drawing.iter()):
        for at, child in enumerate(parent):
            is_dot = parent.get("class") in ("sp-dots", "sp-rings")
            if is_dot or child.tag == "text":
                place = Element("g", {"transform": child.attrib.pop("transform")})
                place.append(child)
                parent[at] = place


def _cleaned(drawn: Element, chart: str, hatchings: dict[str, str]) -> list[Element]:
    """The element as the site wants it; its children alone where it says nothing itself."""
    if _is_empty(drawn):
        return []
    tag = drawn.tag.removeprefix(_NAMESPACE)
    children = [kept for child in drawn for kept in _cleaned(child, chart, hatchings)]
    attributes = _attributes(drawn, chart, hatchings)
    if tag == "g" and (not attributes or not children):
        return children
    element = Element(tag, attributes)
    element.text = drawn.text
    if "aria-label" in drawn.attrib:
        SubElement(element, "title").text = drawn.attrib["aria-label"]
    element.extend(children)
    return [element]


def _is_empty(drawn: Element) -> bool:
    """What Vega writes without drawing anything: frames without paint, paths without a way."""
    is_frame = drawn.get("class") in ("background", "foreground")
    is_unpainted = "fill" not in drawn.attrib and "stroke" not in drawn.attrib
    return drawn.get("d") == "" or drawn.get("display") == "none" or (is_frame and is_unpainted)


def _attributes(drawn: Element, chart: str, hatchings: dict[str, str]) -> dict[str, str]:
    classes, kept = [], {}
    if layer := _LAYER.search(drawn.get("class", "")):
        classes.append(f"sp-{layer[1]}")
    for name, value in drawn.attrib.items():
        painted = paint_of(value) if name in ("fill", "stroke") else None
        if painted is None:
            kept.update(_plain(name, value, chart))
        elif painted[1]:
            pattern = hatchings.setdefault(f"{chart}-{painted[0]}", painted[0])
            kept["fill"] = f"url(#{chart}-{pattern})"
            classes += [f"sp-stroke-{pattern}"] * pattern.startswith(_OUTLINED)
        else:
            classes.append(f"sp-{name}-{painted[0]}")
    return ({"class": " ".join(classes)} if classes else {}) | kept


def _plain(name: str, value: str, chart: str) -> dict[str, str]:
    """An attribute that carries no paint, or nothing when the site has no use for it."""
    is_default = (name, value) in {("opacity", "1"), ("transform", "translate(0,0)")}
    if name in _DROPPED or name == "class" or is_default:
        return {}
    decimals = 1 if name in ("d", "transform") else 2  # a tenth of a pixel is seen by nobody
    rounded = _LONG_NUMBER.sub(
        lambda found: f"{float(found[0]):.{decimals}f}".rstrip("0").rstrip("."), value
    )
    owned = rounded.replace("url(#", f"url(#{chart}-") if "url(#" in rounded else rounded
    return {name: f"{chart}-{owned}" if name == "id" else owned}


def _pattern(identity: str, paint: str) -> Element:
    """Diagonal lines in the colour of the paint."""
    turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    pattern = Element("pattern", {"id": identity, "width": "5", "height": "5", **turned})
    line = {"class": f"sp-stroke-{paint}", "d": "M1,0V5", "stroke-width": "1.6"}
    SubElement(pattern, "path", line)
    return pattern
