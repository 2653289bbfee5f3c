"""A module imports only from floors below its own, so that nothing goes in circles.

Within a package siblings may import each other, one way. Verbs (scripts/*.py) stand on top of
everything and are imported by nobody.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"

# From the ground up. HACKING.md says what each floor is for.
FLOORS = (
    {"errors"},
    {"child", "documents", "members", "progress", "settings", "stamps", "text"},
    {"agreements", "changes", "company", "lineage", "wording"},
    {"catalog", "marts", "metric_file", "periods", "tree", "values"},
    {"charts", "counting", "definitions", "manifest", "sources"},
    {"compiler", "rules"},
    {"examples", "pages", "publish", "query", "scaffold", "warehouse"},
    {"feeds"},
    {"steps"},
    {"pipeline", "serving"},
)

Imports = Mapping[str, Mapping[str, int]]


def modules(scripts: Path) -> dict[str, Path]:
    """Every module of the library: "samepage.rules.files" -> its file."""
    found = {}
    for path in sorted((scripts / "samepage").rglob("*.py")):
        parts = path.relative_to(scripts).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(scripts: Path) -> Imports:
    """Module -> the modules of the library that it imports, with the lines where it does."""
    known = modules(scripts)
    return {name: dict(_imported(path, known)) for name, path in known.items()}


def _imported(path: Path, known: Mapping[str, Path]) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((each.name, node.lineno) for each in node.names if each.name in known)
        if isinstance(node, ast.ImportFrom) and node.module in known:
            for each in node.names:
                below = f"{node.module}.{each.name}"
                yield (below if below in known else node.module), node.lineno


def floor_of(module: str) -> int | None:
    """The floor that a module, or the package it is in, stands on."""
    parts = module.split(".")
    floors = (n for n, names in enumerate(FLOORS) if len(parts) > 1 and parts[1] in names)
    return next(floors, None)


def wrong_imports(scripts: Path) -> list[str]:
    """Every import that does not lead downwards, as `file:line: what is wrong`."""
    files = modules(scripts)
    told = []
    for module, lines in imports(scripts).items():
        for target, line in lines.items():
            is_sibling = target.split(".")[1:2] == module.split(".")[1:2]
            if module != "samepage" and target != "samepage" and not is_sibling:
                own, other = floor_of(module), floor_of(target)
                if own is not None and other is not None and other >= own:
                    where = f"{files[module].relative_to(scripts.parent)}:{line}"
                    told.append(f"{where}: {module} (floor {own}) imports {target} (floor {other})")
    return sorted(told)


def circle(scripts: Path) -> list[str]:
    """The modules of a circular import, [] when there is none."""
    graph = {name: set(lines) - {name, "samepage"} for name, lines in imports(scripts).items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_every_module_stands_on_a_floor() -> None:
    tops = {name.split(".")[1] for name in modules(SCRIPTS) if "." in name}
    assert tops == set().union(*FLOORS), "list new modules in FLOORS above, and drop old ones"


def test_imports_lead_downwards() -> None:
    assert wrong_imports(SCRIPTS) == []


def test_nothing_imports_in_circles() -> None:
    assert circle(SCRIPTS) == []


def test_nobody_imports_a_verb() -> None:
    verbs = {path.stem for path in SCRIPTS.glob("*.py")}
    for name, path in modules(SCRIPTS).items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not verbs & set(named), f"{name}:{getattr(node, 'lineno', 0)} imports {named}"


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    for path, text in {
        "samepage/__init__.py": "",
        "samepage/errors.py": "",
        "samepage/text.py": "from samepage import errors\n",
        "samepage/rules/__init__.py": "from samepage.rules import files\n",
        "samepage/rules/files.py": "from samepage.text import encode\n",
    }.items():
        (tmp_path / "scripts" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "scripts" / path).write_text(text)
    return tmp_path / "scripts"


def test_imports_downwards_are_fine(scripts: Path) -> None:
    assert (wrong_imports(scripts), circle(scripts)) == ([], [])


def test_an_import_upwards_is_told_with_its_line(scripts: Path) -> None:
    (scripts / "samepage/text.py").write_text("\nfrom samepage.rules import files\n")
    assert wrong_imports(scripts) == [
        "scripts/samepage/text.py:2: samepage.text (floor 1) imports samepage.rules.files (floor 5)"
    ]


def test_an_import_within_a_floor_is_told(scripts: Path) -> None:
    (scripts / "samepage/stamps.py").write_text("import samepage.text\n")
    assert wrong_imports(scripts) == [
        "scripts/samepage/stamps.py:1: samepage.stamps (floor 1) imports samepage.text (floor 1)"
    ]


def test_siblings_that_import_each_other_are_told(scripts: Path) -> None:
    (scripts / "samepage/rules/prose.py").write_text("from samepage.rules.files import x\n")
    assert circle(scripts) == []
    (scripts / "samepage/rules/files.py").write_text("from samepage.rules.prose import y\n")
    assert set(circle(scripts)) == {"samepage.rules.files", "samepage.rules.prose"}
