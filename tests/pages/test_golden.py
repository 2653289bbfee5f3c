"""Every folder of tests/golden/pages is a case."""

from __future__ import annotations

import pytest
from page_cases import GOLDEN, markdown, rendered

from goldens import assert_golden


@pytest.mark.parametrize("case", sorted(path.name for path in GOLDEN.iterdir()))
def test_pages(case, tmp_path):
    wanted = (GOLDEN / case / "wanted.txt").read_text("utf-8").split()
    pages = markdown(rendered(GOLDEN / case, tmp_path))
    assert_golden(GOLDEN / case, {path: pages[path] for path in wanted})
