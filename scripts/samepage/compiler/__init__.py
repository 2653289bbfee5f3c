"""From definitions to SQL: one pass over each fact for all metrics that stand on it.

    compile_models(catalog)              # {'cube_leads.sql': ..., 'metric_values.sql': ...}
    short_sql(catalog, "win_rate")       # one readable statement for one metric or several
    statement(catalog, question)         # the same of a Question

The steps, each a module: `filters` reads dbt's filter language, `reach` finds what it names, on the
fact itself or by one of the `joins`, `refusals` says what is not computed, `plan` resolves metrics
to leaves and formulas, `sql` writes a leaf at each step, `cubes` (with the `calendars` of windows
and offsets) and `models` put them together to the pass, `groups` (with their `days`) and `short` to
a statement.
"""

from samepage.compiler.models import compile_models
from samepage.compiler.question import Question
from samepage.compiler.short import (
    definition_hash,
    empty_sql,
    everyday_sql,
    short_sql,
    statement,
)

__all__ = [
    "Question",
    "compile_models",
    "definition_hash",
    "empty_sql",
    "everyday_sql",
    "short_sql",
    "statement",
]
