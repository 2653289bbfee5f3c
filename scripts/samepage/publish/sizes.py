"""Links to files say how large the files are, which nobody knows before all are written.

<a href="../win_rate.json" data-size>JSON</a>          as the template writes it
<a href="../win_rate.json">JSON (12.3 kB)</a>          as it is published
"""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from pathlib import Path

_LINK = re.compile(r'<a href="([^"]+)" data-size>([^<]*)</a>')


def tell_sizes(folder: Path) -> None:
    """In every page of a site that is otherwise finished. A link to no file is told by `links`."""
    for page in sorted(folder.rglob("*.html")):
        html = page.read_text("utf-8")
        if " data-size>" in html:
            page.write_text(_LINK.sub(partial(_sized, page.parent), html), "utf-8")


def _sized(folder: Path, link: re.Match[str]) -> str:
    address, words = link.groups()
    file = folder / unescape(address)
    told = f" ({size(file.stat().st_size)})" if file.is_file() else ""
    return f'<a href="{address}">{words}{told}</a>'


def size(count: int) -> str:
    """As site/theme/js/csv.js writes it: `812 bytes`, `12.3 kB`."""
    return f"{count} bytes" if count < 1000 else f"{count / 1000:.1f} kB"
