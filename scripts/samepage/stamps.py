"""Content hashes: what a step of the build read when it last succeeded.

stamps = Stamps(company.build.path / "stamps")
stamps.is_fresh("render", digest, outputs)   # True: same input, output still in place
stamps.discard("render")                     # before the step runs
stamps.write("render", digest, outputs)      # after it succeeded

A digest covers file contents, settings, package versions and the code behind a step; times of
files never count, since a fresh clone has none that mean anything. Outputs are only looked
at (size and time of each file), which tells a file that was removed or edited by hand.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIBRARY = Path(__file__).parent


@dataclass(frozen=True)
class Stamps:
    """One small file per step, holding the digest of its input and the look of its output."""

    folder: Path

    def is_fresh(self, step: str, digest: str, outputs: Iterable[Path]) -> bool:
        """Whether the step succeeded on just this input and its outputs were left alone."""
        stamp = self.folder / step
        return stamp.is_file() and stamp.read_text("utf-8") == _stamp(digest, outputs)

    def discard(self, step: str) -> None:
        (self.folder / step).unlink(missing_ok=True)

    def write(self, step: str, digest: str, outputs: Iterable[Path]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        replace_text(self.folder / step, _stamp(digest, outputs))


def replace_text(path: Path, text: str) -> None:
    """Write a file so that a reader, or a crash, sees the old text or the new, never a part."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_text(text, "utf-8")
    temporary.replace(path)


def digest_of(*values: object) -> str:
    """64 hexadecimal digits that stand for plain values: strings, numbers, lists, mappings."""
    text = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_files(paths: Iterable[Path], root: Path) -> str:
    """64 hexadecimal digits that stand for the names (below `root`) and contents of files.

    A folder stands for every file below it. What does not exist is left out.
    """
    total = hashlib.sha256()
    for name, path in sorted((os.path.relpath(path, root), path) for path in _files(paths)):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").digest()
        total.update(name.encode() + b"\0" + content)
    return total.hexdigest()


def code_behind(*modules: str) -> tuple[Path, ...]:
    """The project's files that run when `modules` are imported: their imports, all the way down.

    A package counts whole, templates and registries included, because it may choose
    among its modules while it runs.
    """
    found: dict[str, list[Path]] = {}
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _files_of_module(name)
            sources = [path for path in found[name] if path.suffix == ".py"]
            waiting += [imported for path in sources for imported in _imports(path)]
    return tuple(sorted({path for paths in found.values() for path in paths}))


@cache
def packages(lock: Path) -> tuple[str, ...]:
    """`name==version` as installed of everything that a lock file names, and Python's version."""
    names = re.findall(r"^([A-Za-z0-9][\w.-]*)==", lock.read_text("utf-8"), re.MULTILINE)
    installed = {
        re.sub(r"[-_.]+", "-", dist.name).lower(): dist.version
        for dist in importlib.metadata.distributions()
    }
    return (
        f"python=={sys.version_info.major}.{sys.version_info.minor}",
        *(f"{name}=={installed.get(name, 'absent')}" for name in sorted(names)),
    )


def _stamp(digest: str, outputs: Iterable[Path]) -> str:
    return "\n".join([digest, *_look(outputs)]) + "\n"


def _look(outputs: Iterable[Path]) -> Iterator[str]:
    for output in outputs:
        if output.is_symlink():
            yield f"{output.name} -> {output.readlink()}"
        elif not output.exists():
            yield f"{output.name} absent"
        for path in sorted(_files([output])):
            status = path.stat()
            yield f"{path.relative_to(output.parent)} {status.st_size} {status.st_mtime_ns}"


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_file():
            yield path
        elif path.is_dir():
            below = (child for child in path.rglob("*") if child.is_file())
            yield from (child for child in below if "__pycache__" not in child.parts)


def _files_of_module(name: str) -> list[Path]:
    base = LIBRARY.parent.joinpath(*name.split("."))
    if base.is_dir() and base != LIBRARY:
        return list(_files([base]))
    return [path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()]


@cache
def _imports(path: Path) -> tuple[str, ...]:
    """Names of the library's modules that a file imports, also inside functions."""
    package = ".".join(path.relative_to(LIBRARY.parent).parts[:-1])
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            written = "." * node.level + (node.module or "")
            module = importlib.util.resolve_name(written, package)
            names += [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return tuple(name for name in names if name.split(".")[0] == LIBRARY.name)
