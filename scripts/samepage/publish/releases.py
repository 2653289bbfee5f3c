"""Release folders, and the link that says which of them is live.

folder = new_folder(build)               # build/releases/.tmp-4711, to be filled
release = go_live(folder, build)         # '3f0c9a6e2b714d58': build/site -> releases/3f0c...

The link is swapped by one rename: whoever reads build/site sees the old release or the new,
whole in either case, also when the build is killed between any two statements.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from samepage.company import BuildFolder
from samepage.errors import Fault, stop_on
from samepage.stamps import digest_of_files

KEPT = 3
UNFINISHED = ".tmp-"


def clear_leftovers(build: BuildFolder) -> None:
    """Remove what killed builds left, and make sure that the link may be written.

    Raises `Faulty` when build/site is something that no build has put there.
    """
    build.releases.mkdir(parents=True, exist_ok=True)
    for folder in build.releases.glob(f"{UNFINISHED}*"):
        shutil.rmtree(folder)
    if build.site.exists() and not build.site.is_symlink():
        stop_on(
            [
                Fault(
                    str(build.site),
                    "type",
                    "folder" if build.site.is_dir() else "file",
                    "nothing, or a link to the live release",
                    f"move it away: mv {build.site} {build.site}.old",
                )
            ]
        )


def new_folder(build: BuildFolder) -> Path:
    """An empty folder beside the releases, on the same file system."""
    folder = build.releases / f"{UNFINISHED}{os.getpid()}"
    folder.mkdir(parents=True)
    return folder


def go_live(folder: Path, build: BuildFolder) -> str:
    """Name a finished folder by its content, link to it, and remove all but the newest few.

    Equal content has an equal name, so publishing the same site twice changes nothing.
    """
    release = digest_of_files([folder], folder)[:16]
    target = build.releases / release
    if target.exists() and digest_of_files([target], target)[:16] == release:
        shutil.rmtree(folder)
    else:
        _move_aside(target)
        folder.rename(target)
    os.utime(target)
    _link(build, release)
    _keep_newest(build, live=target)
    return release


def live_release(build: BuildFolder) -> str | None:
    """The id of the release that build/site shows, if any."""
    return build.site.readlink().name if build.site.is_symlink() else None


def _link(build: BuildFolder, release: str) -> None:
    link = build.path / f"{UNFINISHED}site"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(build.releases.name, release), target_is_directory=True)
    link.replace(build.site)


def _move_aside(target: Path) -> None:
    """A release that somebody edited by hand makes room for what its name promises."""
    if target.exists():
        target.rename(target.with_name(f"{UNFINISHED}{target.name}"))


def _keep_newest(build: BuildFolder, live: Path) -> None:
    others = [path for path in build.releases.iterdir() if path != live]
    others.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for folder in others[KEPT - 1 :]:
        shutil.rmtree(folder)
