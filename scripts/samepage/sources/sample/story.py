"""Everything that happens in the made-up company, drawn once; the tables only look at it."""

from __future__ import annotations

from dataclasses import dataclass

from samepage.sources.sample.champions import Champions, draw_champions
from samepage.sources.sample.customers import Customers, draw_customers
from samepage.sources.sample.deals import Deals, draw_deals
from samepage.sources.sample.leads import Leads, draw_leads
from samepage.sources.sample.lives import Intervals, draw_intervals
from samepage.sources.sample.months import Months, count_months
from samepage.sources.sample.people import People, hire
from samepage.sources.sample.stages import Stages, draw_stages
from samepage.sources.sample.world import Floats, Numbers, Streams


@dataclass(frozen=True)
class Story:
    """The parts, each built on the ones before it."""

    streams: Streams
    scale: float
    people: People
    leads: Leads
    stages: Stages
    deals: Deals
    customers: Customers
    champions: Champions
    lives: Intervals
    months: Months

    def assign(self, stream: str, team: str, times: Floats, prospect: Numbers) -> Numbers:
        """Somebody of the team for each of the prospects at each of the times."""
        prospects, rng = self.leads.prospects, self.streams[stream]
        facts = (prospects.region, prospects.lane, prospects.segment)
        return self.people.assign(rng, team, times, *(fact[prospect] for fact in facts))


def tell(seed: int, scale: float) -> Story:
    """The whole story: the same for the same seed and scale."""
    streams = Streams(seed)
    people = hire(streams)
    leads = draw_leads(streams, people, scale)
    stages = draw_stages(streams, people, leads)
    deals = draw_deals(streams, people, leads, stages)
    customers = draw_customers(streams, leads, deals)
    champions = draw_champions(streams, customers)
    lives = draw_intervals(streams, deals, customers, champions)
    months = count_months(customers, lives)
    return Story(streams, scale, people, leads, stages, deals, customers, champions, lives, months)
