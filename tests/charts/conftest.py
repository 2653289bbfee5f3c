"""All charts of the gallery, drawn once for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from gallery import GALLERY

from samepage.charts.render import chart_id, render_charts


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the drawings."""
    folder = tmp_path_factory.mktemp("drawn")
    render_charts({chart_id(spec): spec for spec in GALLERY.values()}, folder)
    return folder
