"""Questions to the metrics from a terminal: a number, the statement behind it, what it means.

question = read_question(company, catalog, Asked(("win_rate",), by=("channel",)))
answer(company, catalog, question)     # rows, as metric_values has them
statement(catalog, question)           # the SQL that gives them
explain(company, catalog, question)    # definition, formula, and where each part comes from
"""

from samepage.compiler import Question, statement
from samepage.query.answer import Answer, answer
from samepage.query.explain import explain
from samepage.query.opening import open_catalog
from samepage.query.question import Asked, read_question
from samepage.query.tables import as_csv, as_json, as_table

__all__ = [
    "Answer",
    "Asked",
    "Question",
    "answer",
    "as_csv",
    "as_json",
    "as_table",
    "explain",
    "open_catalog",
    "read_question",
    "statement",
]
