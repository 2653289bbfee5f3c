"""The aggregations of dbt's spec, by how longer periods follow from days.

ADDITIVE    days add up
EXTREME     the extreme of the days' extremes
AVERAGED    kept as a sum and a count, which add up
DISTINCT    days add up once it is known since when each thing was not seen
RANKED      nothing follows from days: grouped from the rows for every grain
"""

ADDITIVE = ("sum", "count", "sum_boolean")
EXTREME = ("min", "max")
AVERAGED = ("average",)
DISTINCT = ("count_distinct",)
RANKED = ("median", "percentile")
COMPUTED = (*ADDITIVE, *EXTREME, *AVERAGED, *DISTINCT, *RANKED)
