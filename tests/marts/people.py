"""Who works at the made-up company, where and since when."""

from __future__ import annotations

from datetime import date

from histories import Row

# p0 changes pod, p1's second place, in another team, overlaps the first and ends before it,
# p2 leaves.
PEOPLE = (
    ("p0", "sales", "North", date(2023, 1, 1), date(2025, 1, 1)),
    ("p0", "sales", "South", date(2025, 1, 1), None),
    ("p1", "customer_success", "North", date(2023, 1, 1), None),
    ("p1", "sales", "South", date(2024, 9, 1), date(2025, 3, 1)),
    ("p2", "customer_success", "South", date(2024, 3, 1), date(2025, 9, 1)),
)


def team_and_pod(person_id: str | None, day: date) -> tuple[str, str] | tuple[None, None]:
    """Those of the newest place that began by the day, while it lasts."""
    begun = [place for place in PEOPLE if place[0] == person_id and place[3] <= day]
    if not begun:
        return None, None
    _, team, name, _, ends = max(begun, key=lambda place: place[3])
    return (team, name) if ends is None or day < ends else (None, None)


def pod(person_id: str | None, day: date) -> str | None:
    return team_and_pod(person_id, day)[1]


def people_rows() -> list[Row]:
    """All of them in the columns of the inputs contract."""
    names = ("person_id", "team", "pod", "valid_from", "valid_to")
    return [dict(zip(names, place, strict=True)) for place in PEOPLE]
