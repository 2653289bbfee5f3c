"""What dbt understood: metrics, facts and teams, read from its manifests and never from YAML; and
what else is agreed on, goals and identities, of which dbt knows nothing.

catalog = load_catalog(company)                  # after dbt has parsed the project
catalog.metrics["win_rate"].numerator            # Input(metric='opportunities_won', ...)
catalog.owned_by("sales")                        # (Metric, ...) in order of their labels
catalog.waits_for("churned_mrr")                 # ('subscriptions',) or ()

The nouns, each a module: `facts` is what can be counted, `timing` which days count for a period,
`metrics` what is defined, and `lookup` holds them all.
"""

from samepage.catalog.facts import Clock, Edge, Entity, Fact, Measure
from samepage.catalog.lookup import Catalog, Team, meta_of
from samepage.catalog.metrics import Change, Conversion, Input, Metric, Standard, Target
from samepage.catalog.timing import Length, Shift, Span

__all__ = [
    "Catalog",
    "Change",
    "Clock",
    "Conversion",
    "Edge",
    "Entity",
    "Fact",
    "Input",
    "Length",
    "Measure",
    "Metric",
    "Shift",
    "Span",
    "Standard",
    "Target",
    "Team",
    "meta_of",
]
