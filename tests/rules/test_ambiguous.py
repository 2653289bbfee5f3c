"""When a word that means several numbers stands alone, and when it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import REPOSITORY, messages, write, write_project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small project, in which wins may be a share or a number."""
    return write_project(tmp_path)


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("Wins are up.", [1]),
        ("Many wins.\n\n## Wins\n\nEarly wins.", [1, 3]),
        ("Early wins and early-wins are up.", []),
        ("[Wins](metric:win_rate) are up.", []),
        ("[Our wins](elsewhere.md) are up.", []),
        ('Wins are up: {{ metric("win_rate") }}.', []),
        ('Wins are up.\n\n### By month\n\n{{ metric("win_rate") }}', []),
        ('Wins are up.\n\n## By month\n\n{{ metric("win_rate") }}', [1]),
        ('{% set rate = metric("win_rate") %}\n\n## Wins\n\nUp to {{ rate }}.', []),
        ('{{ metric("opportunities_closed").named("Wins") }}', [1]),
        ("`wins` and <!-- wins --> and winsome.", []),
    ],
)
def test_where_a_word_is_alone(root: Path, page: str, lines: list[int]) -> None:
    write(root, "site/pages/elsewhere.md", "# Elsewhere\n")
    write(root, "site/pages/told.md", page)
    told = [each for each in messages(root) if each.startswith("site/pages/told.md")]
    assert [int(each.split(":")[1]) for each in told] == lines
    assert all("which, win_rate or opportunities_won?" in each for each in told)


def test_a_metric_named_by_the_word_says_it(root: Path) -> None:
    path = root / "metrics/funnel/opportunities_won.yml"
    written = path.read_text("utf-8").replace("Opportunities won", "All wins")
    path.write_text(written, "utf-8")
    write(root, "site/pages/told.md", "# Told\n\nAll wins are up, and so are wins.\n")
    (told,) = [each for each in messages(root) if each.startswith("site/pages/told.md")]
    assert told.startswith("site/pages/told.md:3: word: found 'wins'")


def test_the_words_of_this_project_are_those_that_people_argue_about() -> None:
    written = (REPOSITORY / "metrics/ambiguous.yml").read_text("utf-8")
    assert all(f"word: {word}\n" in written for word in ("churn", "conversion", "leads"))
