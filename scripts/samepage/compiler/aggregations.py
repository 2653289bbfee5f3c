"""The aggregations of dbt's spec, by how longer periods follow from days.

ADDITIVE    days add up
EXTREME     the extreme of the days' extremes
AVERAGED    kept as a sum and a count, which add up
EXACT       nothing follows from days: grouped from the rows for every grain
"""

ADDITIVE = ("sum", "count", "sum_boolean")
EXTREME = ("min", "max")
AVERAGED = ("average",)
EXACT = ("median", "percentile", "count_distinct")
COMPUTED = (*ADDITIVE, *EXTREME, *AVERAGED, *EXACT)
