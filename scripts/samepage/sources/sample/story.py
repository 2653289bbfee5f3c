"""Everything that happens in the made-up company, drawn once; the tables only look at it."""

from __future__ import annotations

from dataclasses import dataclass

from samepage.sources.sample.customers import Customers, draw_customers
from samepage.sources.sample.deals import Deals, draw_deals
from samepage.sources.sample.leads import Leads, draw_leads
from samepage.sources.sample.lives import Intervals, draw_intervals
from samepage.sources.sample.people import People, hire
from samepage.sources.sample.world import Floats, Numbers, Streams


@dataclass(frozen=True)
class Story:
    """The parts, each built on the ones before it."""

    streams: Streams
    people: People
    leads: Leads
    deals: Deals
    customers: Customers
    lives: Intervals

    def assign(self, stream: str, team: str, times: Floats, prospects: Numbers) -> Numbers:
        """Somebody of the team for each of the prospects at each of the times."""
        regions = self.leads.prospects.region[prospects]
        return self.people.assign(self.streams[stream], team, times, regions)


def tell(seed: int, scale: float) -> Story:
    """The whole story: the same for the same seed and scale."""
    streams = Streams(seed)
    people = hire(streams)
    leads = draw_leads(streams, people, scale)
    deals = draw_deals(streams, people, leads)
    customers = draw_customers(streams, leads, deals)
    return Story(
        streams, people, leads, deals, customers, draw_intervals(streams, deals, customers)
    )
