"""A stamp is fresh only while input and output are what they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from samepage import stamps


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "index.md").write_text("hello")
    return folder


@pytest.fixture
def written(tmp_path: Path, output: Path) -> stamps.Stamps:
    known = stamps.Stamps(tmp_path / "stamps")
    known.write("pages", "abc", [output])
    return known


def test_same_input_and_untouched_output_is_fresh(written, output):
    assert written.is_fresh("pages", "abc", [output])


def test_other_input_is_stale(written, output):
    assert not written.is_fresh("pages", "abd", [output])


def test_a_step_that_never_succeeded_is_stale(written, output):
    assert not written.is_fresh("charts", "abc", [output])


def test_a_discarded_stamp_is_stale(written, output):
    written.discard("pages")
    assert not written.is_fresh("pages", "abc", [output])


def test_a_torn_stamp_is_stale(written, output):
    stamp = written.folder / "pages"
    stamp.write_text(stamp.read_text()[:-20])
    assert not written.is_fresh("pages", "abc", [output])


@pytest.mark.parametrize("harm", ["edit", "remove", "add", "remove all"])
def test_output_changed_by_hand_is_stale(written, output, harm):
    page = output / "index.md"
    if harm == "edit":
        page.write_text("hullo!")
    elif harm == "add":
        (output / "more.md").write_text("")
    else:
        page.unlink()
    if harm == "remove all":
        output.rmdir()
    assert not written.is_fresh("pages", "abc", [output])


def test_a_link_that_points_elsewhere_is_stale(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    link = tmp_path / "site"
    link.symlink_to("one")
    known = stamps.Stamps(tmp_path / "stamps")
    known.write("site", "abc", [link])
    assert known.is_fresh("site", "abc", [link])
    link.unlink()
    link.symlink_to("two")
    assert not known.is_fresh("site", "abc", [link])


def test_digest_covers_names_and_contents_but_no_times(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    for root in (first, second):
        root.mkdir()
        (root / "leads.yml").write_text("metrics: []")
    digest = stamps.digest_of_files([first], first)
    assert stamps.digest_of_files([second], second) == digest
    (second / "leads.yml").write_text("metrics: {}")
    assert stamps.digest_of_files([second], second) != digest
    (second / "leads.yml").write_text("metrics: []")
    (second / "leads.yml").rename(second / "mqls.yml")
    assert stamps.digest_of_files([second], second) != digest


def test_bytecode_does_not_count(tmp_path):
    digest = stamps.digest_of_files([tmp_path], tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.pyc").write_bytes(b"1")
    assert stamps.digest_of_files([tmp_path], tmp_path) == digest


def test_digest_of_values_does_not_depend_on_the_order_of_keys():
    one = stamps.digest_of({"a": 1, "b": [2, None]}, "x")
    assert one == stamps.digest_of({"b": [2, None], "a": 1}, "x")
    assert one != stamps.digest_of({"a": 1, "b": [2, 0]}, "x")


def test_code_behind_a_module_follows_its_imports():
    names = {path.name for path in stamps.code_behind("samepage.company")}
    assert {"company.py", "errors.py"} <= names
    assert "publish" not in {path.parent.name for path in stamps.code_behind("samepage.company")}


def test_code_behind_a_package_is_all_of_it_and_what_that_imports():
    paths = stamps.code_behind("samepage.warehouse")
    assert {"run.py", "results.py", "health.py"} <= {
        path.name for path in paths if path.parent.name == "warehouse"
    }
    assert "compiler" in {path.parent.name for path in paths}
    assert "pages" not in {path.parent.name for path in paths}


def test_packages_are_named_with_the_installed_version():
    lock = Path(__file__).parents[1] / "requirements.txt"
    found = stamps.packages(lock)
    assert "duckdb==2.0.0" in found
    assert not [each for each in found if each.startswith("pytest==")]


def test_replaced_text_leaves_nothing_beside_it(tmp_path):
    stamps.replace_text(tmp_path / "health.json", "{}")
    stamps.replace_text(tmp_path / "health.json", "[]")
    assert [path.name for path in tmp_path.iterdir()] == ["health.json"]
    assert (tmp_path / "health.json").read_text() == "[]"
