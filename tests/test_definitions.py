"""What authors wrote is read whole, with every line known; what cannot be read is told."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

from projects import REPOSITORY, edit, write, write_project
from samepage.definitions import load_definitions
from samepage.documents import dotted, read_prose, read_yaml


def test_every_part_knows_its_line(tmp_path: Path) -> None:
    write(tmp_path, "a.yml", "# first\none:\n  - name: x\n    two: {three: 2026-01-05}\n")
    document = read_yaml(tmp_path, "a.yml")
    assert document.get("one", 0, "name") == "x"
    assert str(document.get("one", 0, "two", "three")) == "2026-01-05"
    assert document.at("one", 0, "two", "three") == "a.yml:4"
    assert document.at("one", 0, "nothing", "here") == "a.yml:3"
    assert document.get("one", 5, "name") is None
    assert document.get("one", "name") is None
    assert document.faults == ()


def test_keys_as_authors_think_of_them() -> None:
    assert dotted(("metrics", 0, "config", "meta", "drivers", 1)) == "config.meta.drivers"
    assert dotted(("rows", "fct_leads", 3, "lead_id")) == "rows.fct_leads.lead_id"
    assert dotted(("metrics",)) == "metrics"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "a: b: c\n",
            "a.yml:1: YAML: found 'a: b: c', expected quotes around a text that contains a colon"
            " and a space\n"
            '    to mend: write it as "before: after", or indent the line like its neighbours',
        ),
        (
            "a:\n\tb: 1\n",
            "a.yml:2: YAML: found 'b: 1', expected spaces for indentation, and quotes around a text"
            " that starts with a special character\n"
            "    to mend: replace tabs by spaces; put a text that starts with @, ` or % in quotes",
        ),
        (
            "a: [1, 2\nb: 3\n",
            "a.yml:1: YAML: found 'a: [1, 2', expected a list closed by ] with commas between its"
            " items\n    to mend: close the list that is opened here with ]",
        ),
        (
            "x: 1\na: {b: 1\n",
            "a.yml:2: YAML: found 'a: {b: 1', expected braces closed by } with commas between the"
            " pairs\n    to mend: close the braces that are opened here with }",
        ),
        (
            "a: 'open\nb: 1\n",
            'a.yml:1: YAML: found "a: \'open", expected a closing quote\n'
            "    to mend: end the text with the quote it begins with",
        ),
        (
            "a:\n  - x\n y: 1\n",
            "a.yml:3: YAML: found 'y: 1', expected keys of one block at one indentation\n"
            "    to mend: indent this line like the keys above it",
        ),
        (
            "a: 1\nb\nc: 2\n",
            "a.yml:3: YAML: found 'c: 2', expected a colon and a space after every key\n"
            "    to mend: write `key: value`",
        ),
        (
            "- a\nb: 1\n",
            "a.yml:2: YAML: found 'b: 1', expected items of one list at one indentation, each after"
            " a dash\n    to mend: indent this line like the items above it",
        ),
        (
            "a: 1\nb: \x07\n",
            "a.yml:2: YAML: found '\\x07', expected no control characters\n    to mend: remove it",
        ),
        (
            "a: *x\n",
            "a.yml:1: YAML: found 'a: *x', expected YAML (found undefined alias)\n"
            "    to mend: correct this line or the one above it",
        ),
        (
            "a: 1\na: 2\n",
            "a.yml:2: a: found 'a', expected each key once\n    to mend: remove one `a:`",
        ),
        (
            "a: 2026-02-30\n",
            "a.yml:1: a: found '2026-02-30', expected a day that exists (day is out of range for"
            " month)\n    to mend: correct the date",
        ),
    ],
)
def test_malformed_yaml_is_told_in_plain_words(tmp_path: Path, text: str, told: str) -> None:
    write(tmp_path, "a.yml", text)
    assert [str(fault) for fault in read_yaml(tmp_path, "a.yml").faults] == [told]


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    write(tmp_path, "a.yml", "")
    assert (read_yaml(tmp_path, "a.yml").data, read_yaml(tmp_path, "a.yml").faults) == (None, ())


def test_text_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes("a: 1\nb: Größe\n".encode("latin-1"))
    assert [str(fault) for fault in read_yaml(tmp_path, "a.yml").faults] == [
        "a.yml:2: encoding: expected UTF-8 text\n    to mend: save the file with the encoding UTF-8"
    ]


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_yaml(tmp_path, "a.yml").data == {"a": 1}


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert [str(fault) for fault in read_prose(tmp_path, "a.md").faults] == [
        "a.md: file: expected this file to exist\n"
        "    to mend: write it, or bring it back with `git checkout -- a.md`"
    ]


def test_a_metric_comes_down_to_measures_of_marts(tmp_path: Path) -> None:
    definitions = load_definitions(write_project(tmp_path))
    win_rate = definitions.metric("win_rate")
    assert win_rate is not None
    assert [each.name for each in win_rate.inputs] == ["opportunities_won", "opportunities_closed"]
    assert definitions.clocks_of(win_rate) == {
        "opportunities_closed": "day",
        "opportunities_won": "day",
    }
    assert [model.name for model in definitions.models_of(win_rate)] == ["opportunities"]
    assert definitions.teams == ("sales", "marketing")
    assert definitions.faults == ()


def test_a_file_that_cannot_be_read_is_known_by_its_name(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    edit(root, "metrics/funnel/win_rate.yml", "label: Win", "label: : Win")
    definitions = load_definitions(root)
    assert "win_rate" in definitions.names
    assert [fault.where for fault in definitions.faults] == ["metrics/funnel/win_rate.yml:4"]


def test_keys_of_the_wrong_type_read_as_empty(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    write(root, "metrics/funnel/win_rate.yml", "metrics: [3, {name: [x]}]\n")
    metric = load_definitions(root).metric("win_rate")
    assert metric is not None
    assert (metric.name, metric.names("drivers"), metric.inputs) == ("win_rate", (), ())


def test_hundred_metrics_are_read_well_under_a_second() -> None:
    started = perf_counter()
    read = 0
    while read < 100:
        read += len(load_definitions(REPOSITORY).metrics)
    # Some 0.1 s on two cores; the bound leaves room for a machine that is busy with other tests.
    assert perf_counter() - started < 2
