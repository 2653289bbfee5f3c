"""Runs the worked examples: rows that anyone can add up by hand, through the same compiled SQL.

examples = {"win_rate": {"rows": {"fct_opportunities": [...]}, "expect": {...}, "why": "..."}}
stop_on(wrong_examples(catalog, examples))
"""

from samepage.examples.judge import Outcome, check_examples, run_example, wrong_examples

__all__ = ["Outcome", "check_examples", "run_example", "wrong_examples"]
