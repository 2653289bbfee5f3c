"""`--since` and `--until` as starts of periods."""

from __future__ import annotations

from datetime import date

from samepage.errors import Fault
from samepage.periods import Calendar, read_day, read_last_day


def read_bounds(
    since: str, until: str, grain: str, calendar: Calendar
) -> tuple[date | None, date | None, list[Fault]]:
    """The first and the last period asked for, None where there is no bound, and what is wrong.

    A period belongs to the answer when it contains the day that is named, so that every number is
    one of a whole period: `--since 2026-02` begins with the quarter that February is in.
    """
    written = {"--since": since, "--until": until}
    asked = {option: day for option, day in written.items() if day}
    if grain == "all":
        return None, None, [_timeless(option, day) for option, day in asked.items()]
    read = {"--since": read_day, "--until": read_last_day}
    starts: dict[str, date] = {}
    faults = []
    for option, day in asked.items():
        try:
            starts[option] = calendar.start(grain, read[option](day))
        except ValueError:
            faults.append(_unreadable(option, day))
    first, last = starts.get("--since"), starts.get("--until")
    if first and last and first > last:
        faults.append(_backwards(since, until))
    return first, last, faults


def _timeless(option: str, day: str) -> Fault:
    fix = f"leave {option} out, or ask for a grain such as --grain month"
    return Fault("query", option, day, "no bounds: all time has none", fix)


def _unreadable(option: str, day: str) -> Fault:
    expected = "a day, a month or a year: 2026-08-17, 2026-08, 2026"
    return Fault("query", option, day, expected, "write it as one of these")


def _backwards(since: str, until: str) -> Fault:
    expected = f"a day that is not before --since {since}"
    return Fault("query", "--until", until, expected, "write the earlier day with --since")
