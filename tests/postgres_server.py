"""A PostgreSQL server for the time of a test, of Debian's package: its own data, no port."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

# Where Debian and Ubuntu put the newest of each version.
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
OPTIONS = {
    "listen_addresses": "''",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    # What a crash would lose is thrown away in any case.
    "fsync": "off",
}


@contextmanager
def postgres_server() -> Iterator[Mapping[str, str]]:
    """The environment that names the server and an empty database. Skips where there is none."""
    if not PROGRAMS and "CI" not in os.environ:
        pytest.skip("apt-get install postgresql")
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data = Path(folder) / "data"
        # Like DuckDB: text in the order of its bytes.
        _run("initdb", "-D", data, "-U", "samepage", "-A", "trust", "-E", "UTF8", "--locale=C")
        options = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
        socket = f"-c unix_socket_directories={folder}"
        log = Path(folder) / "log"
        _run("pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", f"{options} {socket}")
        try:
            yield {"PGHOST": folder, "PGUSER": "samepage", "PGDATABASE": "postgres"}
        finally:
            _run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", data)


def _run(program: str, *arguments: str | Path) -> None:
    """Run one of the server's programs, which refuse to run as root."""
    is_root = os.geteuid() == 0
    subprocess.run(
        [str(PROGRAMS[-1] / program), *map(str, arguments)],
        check=True,
        cwd="/",
        user="postgres" if is_root else None,
        group="postgres" if is_root else None,
        stdout=subprocess.DEVNULL,
    )
