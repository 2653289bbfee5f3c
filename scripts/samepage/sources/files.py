"""Connector `files`: what a person drops into a folder, one file per input.

vars.files: {folder: data}       # data/leads.csv, data/subscriptions.xlsx, data/people.parquet

A file has the contract's columns (models/inputs/in_<entity>.yml) in any order. Rows that cannot
be read are kept in build/raw/files/rejects.parquet and count against vars.quarantine_limit, or the
input's own of vars.quarantine_limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from samepage.company import Company
from samepage.errors import Fault, Faulty, stop_on
from samepage.settings import ENTITIES
from samepage.sources.contract import contract
from samepage.sources.file_rows import Unreadable
from samepage.sources.quarantine import REJECTS
from samepage.sources.report import Fetched
from samepage.sources.table_files import Loaded, Source, header, load
from samepage.stamps import digest_of, digest_of_files

SUFFIXES = (".csv", ".parquet", ".xlsx")
# A person mends the first few and sees whether the rest has the same cause.
_SHOWN = 10


@dataclass(frozen=True)
class _File:
    """An input's file and how messages call it."""

    entity: str
    path: Path
    shown: str


def fetch(company: Company, folder: Path) -> tuple[Fetched, ...]:
    """Read the file of every input that `vars.sources` fills from `files`.

    Raises `Faulty` with the faults of all files: missing, ambiguous, empty, unreadable, with
    other columns than the contract's, or with more rejected rows than the input's limit.
    """
    faults: list[Fault] = []
    read: list[tuple[_File, Loaded]] = []
    for entity in _entities(company):
        try:
            file = _find(company, entity)
            read.append((file, _load(company, file, folder)))
        except Faulty as error:
            faults += error.faults
    _write_rejects(read, folder / REJECTS)
    faults += [fault for file, loaded in read for fault in _too_many(company, file, loaded)]
    stop_on(faults)
    return tuple(
        Fetched("files", file.entity, loaded.rows, loaded.rejected_rows) for file, loaded in read
    )


def fingerprint(company: Company) -> str:
    """Settings, the files of the inputs in use, and the contract they are read by."""
    named = [path for entity in _entities(company) for path in _candidates(company, entity)]
    contracts = [company.root / "models" / "inputs" / f"in_{name}.yml" for name in ENTITIES]
    settings = (company.variables.get("files"), company.time_zone)
    return digest_of(
        settings,
        [(entity, company.quarantine_limit(entity)) for entity in _entities(company)],
        digest_of_files([*named, *contracts, *Path(__file__).parent.glob("*.py")], company.root),
    )


def _entities(company: Company) -> list[str]:
    return [entity for entity in ENTITIES if "files" in company.connectors(entity)]


def _folder(company: Company) -> Path:
    settings = company.variables.get("files") or {}
    return company.root / str(settings.get("folder") or "data")


def _candidates(company: Company, entity: str) -> list[Path]:
    paths = [_folder(company) / f"{entity}{suffix}" for suffix in SUFFIXES]
    return [path for path in paths if path.is_file()]


def _find(company: Company, entity: str) -> _File:
    found = _candidates(company, entity)
    folder = _shown(company, _folder(company))
    if len(found) == 1:
        return _File(entity, found[0], _shown(company, found[0]))
    names = ", ".join(path.name for path in found)
    fix = (
        f"remove all but one of them from {folder}"
        if found
        else f"put {entity}.csv, .parquet or .xlsx there, or remove {entity} from vars.sources"
    )
    expected = f"exactly one file for the input {entity}: {entity}.csv, .parquet or .xlsx"
    raise Faulty([Fault(folder, entity, names, expected, fix)])


def _load(company: Company, file: _File, folder: Path) -> Loaded:
    """Check the header, then read. Raises `Faulty`."""
    source = Source(file.path, contract(company.root, file.entity), company.time_zone)
    try:
        stop_on(_header_faults(file, header(source.path), list(source.columns)))
        loaded = load(source, folder / f"{file.entity}.parquet")
    except Unreadable as error:
        kind = file.path.suffix.removeprefix(".")
        expected = "comma-separated UTF-8 text" if kind == "csv" else f"a readable {kind} file"
        fix = f"export it again as {kind}"
        raise Faulty([Fault(file.shown, "file", str(error), expected, fix)]) from error
    if not loaded.rows and not loaded.rejects:
        fix = f"export it again, or remove {file.entity} from vars.sources"
        raise Faulty([Fault(file.shown, "rows", "0", "at least one row below the header", fix)])
    return loaded


def _header_faults(file: _File, found: list[str], wanted: list[str]) -> list[Fault]:
    where, columns = f"{file.shown}:1", ", ".join(wanted)
    if not any(found):
        fix = f"write the header {','.join(wanted)}"
        return [Fault(where, "header", "", f"the columns {columns}", fix)]
    if len(found) == 1 and found[0].count(";") >= 1:
        expected = "columns separated by commas"
        return [Fault(where, "header", found[0], expected, "save it as CSV with commas")]
    twice = sorted({name for name in found if found.count(name) > 1})
    return [
        *(
            Fault(where, name, "", f"a column {name}", f"add the column {name}; it may be empty")
            for name in wanted
            if name not in found
        ),
        *(
            Fault(where, "header", name, f"only {columns}", f"remove or rename the column {name!r}")
            for name in found
            if name not in wanted
        ),
        *(
            Fault(where, name, "twice", "every column once", f"remove one column {name!r}")
            for name in twice
            if name in wanted
        ),
    ]


def _too_many(company: Company, file: _File, loaded: Loaded) -> list[Fault]:
    limit = company.quarantine_limit(file.entity)
    count, total = loaded.rejected_rows, loaded.rows + loaded.rejected_rows
    if count <= limit * total:
        return []
    setting = company.quarantine_setting(file.entity)
    share = f"{count:,} of {total:,} rows cannot be read, {limit:.1%} may ({setting})"
    fix = f"correct it in {file.shown}; {share}"
    faults = [
        Fault(f"{file.shown}:{reject.line}", reject.field, reject.value, reject.expected, fix)
        for reject in loaded.rejects[:_SHOWN]
    ]
    hidden = len(loaded.rejects) - _SHOWN
    if hidden > 0:
        where, fix = f"{file.shown}:…", "correct the first ones and build again"
        faults.append(Fault(where, "rows", f"{hidden:,} more like these", "none", fix))
    return faults


def _write_rejects(read: list[tuple[_File, Loaded]], path: Path) -> None:
    rows = [
        (file.entity, file.shown, reject.line, reject.field, reject.value, reject.expected)
        for file, loaded in read
        for reject in loaded.rejects
    ]
    with duckdb.connect() as connection:
        connection.execute(
            "create table rejects (entity varchar, file varchar, line bigint, "
            "field varchar, value varchar, expected varchar)"
        )
        if rows:
            connection.executemany("insert into rejects values (?, ?, ?, ?, ?, ?)", rows)
        connection.execute(f"copy rejects to '{path}' (format parquet)")


def _shown(company: Company, path: Path) -> str:
    return str(path.relative_to(company.root)) if path.is_relative_to(company.root) else str(path)
