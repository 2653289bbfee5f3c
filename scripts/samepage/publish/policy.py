"""A Content-Security-Policy in every page: what it may run and load, and nothing else.

secure(folder)               # raises `Faulty` for a page that the policy would break

Scripts come from the site's own files. The few short ones that the theme writes into pages are
allowed by their hashes, so that none of them can be changed and none be added. There is no
`unsafe-inline` and no `unsafe-eval`; whatever gets into a page in spite of the encoder stays text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from samepage.errors import Fault, stop_on
from samepage.publish.links import tags

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_CHARSET = re.compile(r'<meta charset="?utf-8"?>', re.IGNORECASE)
_STYLE = re.compile(r"<style\b", re.IGNORECASE)
_FORBIDDEN = re.compile(r"\s(?:style|on[a-z]+)\s*=|<style\b", re.IGNORECASE)
# A page that mkdocs did not write, such as an e-mail, may bring its own.
_OWN = '<meta http-equiv="Content-Security-Policy"'
# What the browser reads but does not run.
_DATA = re.compile(r"""\btype=["']application/(?:ld\+)?json["']""")
_RULES = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


def secure(folder: Path) -> None:
    """Write its policy into every page. No page is changed when one of them would break."""
    read = {path: path.read_text("utf-8") for path in sorted(folder.rglob("*.html"))}
    pages = {path: html for path, html in read.items() if _OWN not in html}
    named = {path.relative_to(folder).as_posix(): html for path, html in pages.items()}
    stop_on(fault for name, html in named.items() for fault in _faults(name, html))
    for path, html in pages.items():
        path.write_text(secured(html), "utf-8")


def secured(html: str) -> str:
    """The page with its policy behind its character set, before anything is loaded."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(html)}">'
    return _CHARSET.sub(lambda charset: f"{charset[0]}{meta}", html, count=1)


def policy(html: str) -> str:
    """`default-src 'none'; script-src 'self' 'sha256-...'; ...`, right for this very page."""
    hashes = sorted({_hash(script) for script in _inline(html)})
    rules = {**_RULES, "script-src": " ".join(["'self'", *hashes])}
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def _inline(html: str) -> Iterable[str]:
    return (
        script
        for attributes, script in _SCRIPT.findall(html)
        if "src=" not in attributes and not _DATA.search(attributes)
    )


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _faults(page: str, html: str) -> Iterator[Fault]:
    if not _CHARSET.search(html):
        expected = "a place for the Content-Security-Policy behind it"
        yield Fault(page, "<meta charset>", "", expected, "look at the theme's base template")
    for name in _wrong(html) if _FORBIDDEN.search(html) else ():
        expected = "classes and listeners: the Content-Security-Policy forbids the others"
        fix = "move it to site/theme/css or site/theme/js, or give the page a policy of its own"
        yield Fault(page, "HTML", name, expected, fix)


def _wrong(html: str) -> list[str]:
    """`style`, `onclick`, `<style>`: what the policy would stop from working."""
    found = ["<style>"] if _STYLE.search(html) else []
    for _, attributes in tags(html):
        found += [name for name in attributes if name == "style" or name.startswith("on")]
    return found
