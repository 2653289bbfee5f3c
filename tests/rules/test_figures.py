"""What counts as a figure typed into a page, and what does not."""

from __future__ import annotations

import pytest

from samepage.rules.figures import figures
from samepage.rules.jinja import without_jinja
from samepage.rules.markdown import metric_links, sections, words_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We won 4,238 deals.", ["4,238"]),
        ("A rate of 63 % and one of 63.2%.", ["63 %", "63.2%"]),
        ("Bookings of € 4 and €10,005,534.", ["€ 4", "€10,005,534"]),
        ("It fell by -12.5.", ["-12.5"]),
        ("It grew 2x to 3k.", ["2x", "3k"]),
        ("The 3 reports.", ["3"]),
        ("The cycle takes 42 days.", ["42"]),
        ("In 2026 it was 2026 %.", ["2026 %"]),
        ("Revenue of €2026.", ["€2026"]),
        ("| web | 12 |", ["12"]),
        ("Between 10-20 of them.", ["10", "20"]),
    ],
)
def test_figures(text: str, found: list[str]) -> None:
    assert [figure.strip() for _, figure in figures(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "In 2026, and in FY 2026.",
        "On 2026-09-30, 30 September 2026, September 30, 2026 and 3 Oct.",
        "Leads won within 90 days, in the last 12 months, on a 90-day window.",
        "The first 90 days.",
        "Tier 1, step 2, B2B, P90, Q3 and H1.",
        "The 2nd and the 3rd.",
        "1. first\n2. second\n   10) tenth",
        "## 1. What it says",
        "No digits at all.",
    ],
)
def test_numbers_that_are_no_figures(text: str) -> None:
    assert list(figures(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 63 %\n---\n",
        "`63 %` and ``6 ` 3``",
        "```sql\nlimit 100\n```\n",
        "~~~\n63\n~~~\n",
        "<!-- 63 -->",
        '<div class="c-63" style="width: 63%">x</div>',
        "[a link](page-63.md#63) and https://example.com/63",
        "[a]: https://example.com/63",
        "&#8211; &#63; &nbsp;",
        "A picture{: .wide width=63 }",
        "A note[^63].",
        '{{ metric("win_rate").last(63) }}{# 63 #}{% for _ in range(63) %}{% endfor %}',
    ],
)
def test_what_no_reader_sees_as_words_has_no_figures(text: str) -> None:
    assert list(figures(words_of(without_jinja(text)))) == []


def test_lines_keep_their_numbers_when_jinja_is_taken_out() -> None:
    text = "one\n{%- if x -%}\n\n{#\n#}\nsix {{ metric(\n'x') }} 63\n{% endif %}\neight\n"
    plain = without_jinja(text).split("\n")
    assert (plain[0], plain[5][:3], plain[6].strip(), plain[8]) == ("one", "six", "63", "eight")


def test_sections_are_those_of_level_two_outside_code() -> None:
    text = "## One\na\n```\n## not this\n```\n### nor this\n## Two ##\n"
    found = [(section.line, section.heading) for section in sections(text)]
    assert found == [(1, "One"), (7, "Two")]
    assert sections(text)[0].body == "a\n```\n## not this\n```\n### nor this"
    assert sections(text)[1].body == ""


def test_links_to_metrics_outside_code() -> None:
    text = "[a](metric:a) `[b](metric:b)`\n[c](metric:c)"
    assert list(metric_links(text)) == [(1, "a"), (2, "c")]
