"""The input people."""

from __future__ import annotations

import numpy as np

from samepage.sources.sample.columns import Ids, Table, Words
from samepage.sources.sample.people import People
from samepage.sources.sample.story import Story
from samepage.sources.sample.world import REGIONS

TEAMS = ("growth", "marketing", "sales", "customer_success", "leadership")


def people_table(story: Story) -> Table:
    """One row per person and place, as the staff list has it."""
    people = story.people
    starts, ends = people.intervals
    return {
        "person_id": Ids("P", people.numbers),
        "person_name": _words(people.names, [place["name"] for place in people.places]),
        "team": _words(TEAMS, [place["team"] for place in people.places]),
        "pod": _words(_all(people, "pod"), [p["pod"] for p in people.places]),
        "manager_name": _words(_all(people, "manager"), [p["manager"] for p in people.places]),
        "region": _words(REGIONS, [place["region"] for place in people.places]),
        "valid_from": starts,
        "valid_to": ends,
    }


def _all(people: People, key: str) -> tuple[str, ...]:
    return tuple(sorted({place[key] for place in people.places} - {""}))


def _words(words: tuple[str, ...], said: list[str]) -> Words:
    return Words(words, np.array([words.index(word) if word else -1 for word in said]))
