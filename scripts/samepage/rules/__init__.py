"""The house rules: one small function each, from what authors wrote to faults.

    faults = check(load_definitions(root))       # all of them at once, () when all is well

    suggest · figures · jinja ── markdown · asks
          │
    schema · files · references · agreements · ambiguous · prose · meaning · history · tree
    examples · pages                                                              the rules

A rule is a generator `Definitions -> Iterator[Fault]` whose name says what holds. A new one is a
function and a line in RULES.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from samepage.definitions import Definitions
from samepage.errors import Fault
from samepage.rules import (
    agreements,
    ambiguous,
    examples,
    files,
    history,
    meaning,
    pages,
    prose,
    references,
    schema,
    tree,
)

Rule = Callable[[Definitions], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    files.files_can_be_read,
    files.first_line_names_the_schema,
    files.file_is_named_for_its_metric,
    files.metric_names_are_unique,
    files.labels_are_unique,
    files.every_metric_has_prose,
    files.every_metric_has_an_example,
    files.every_domain_is_introduced,
    files.every_file_belongs_to_a_metric,
    schema.metric_files_follow_the_schema,
    schema.examples_follow_the_schema,
    schema.goals_follow_the_schema,
    schema.identities_follow_the_schema,
    schema.ambiguous_words_follow_the_schema,
    references.measures_exist,
    references.named_metrics_exist,
    references.formulas_use_their_metrics,
    agreements.goals_are_measured_by_metrics,
    agreements.identities_are_between_metrics,
    ambiguous.ambiguous_words_mean_metrics,
    references.teams_exist,
    references.owner_does_not_share_with_itself,
    references.dimensions_exist,
    references.pairs_are_of_two_dimensions,
    references.filters_name_dimensions,
    references.needs_name_inputs,
    meaning.description_is_one_sentence,
    meaning.volume_is_balanced_by_quality,
    meaning.alternatives_are_paired,
    meaning.deprecated_names_its_successor,
    meaning.nothing_is_built_on_itself,
    meaning.grains_are_not_finer_than_the_data,
    meaning.target_fits_its_metric,
    history.history_tells_every_version,
    history.history_is_in_order_of_days,
    tree.goals_are_measured_by_their_own,
    tree.metrics_lead_to_their_goal,
    tree.nothing_drives_itself,
    tree.teams_lead_to_a_goal,
    prose.prose_has_its_headings,
    prose.sections_are_written,
    prose.links_lead_to_metrics,
    examples.example_rows_are_rows_of_marts,
    examples.example_rows_are_counted,
    examples.example_expects_a_period_of_the_metric,
    pages.pages_can_be_parsed,
    pages.pages_ask_for_metrics,
    pages.pages_ask_for_dimensions_and_grains,
    pages.figures_come_from_metrics,
    ambiguous.ambiguous_words_are_not_alone,
)


def check(definitions: Definitions) -> tuple[Fault, ...]:
    """Every fault that any rule finds, in order of file and line.

    While a file that others refer to (goals, teams, marts) cannot be read, only unreadable files
    are told: every reference into it would look wrong.
    """
    referred_to = (definitions.goals, definitions.groups, *definitions.marts.documents)
    is_whole = not any(document.faults for document in referred_to)
    rules = RULES if is_whole else (files.files_can_be_read,)
    return tuple(sorted({fault for rule in rules for fault in rule(definitions)}, key=_place))


def _place(fault: Fault) -> tuple[str, int, Fault]:
    path, _, line = fault.where.partition(":")
    return path, int(line) if line.isdigit() else 0, fault
