"""Filters at random, of any depth, over what a fact has or reaches."""

from __future__ import annotations

from hypothesis import strategies as st

from compiler.world import ACCOUNTS, DAYS, TEXTS, Owner

days = st.sampled_from(DAYS)

_SIGNS = st.sampled_from(["=", "<>", "!=", "<", ">="])


@st.composite
def atoms(draw: st.DrawFn, fact: Owner, dated: bool) -> str:
    """A comparison of one thing that a fact has or reaches; `dated` ones of its own dates too."""
    owner = draw(st.sampled_from([fact, fact, ACCOUNTS]))
    kinds = ["text", "text", "flag", "key", *(["date"] if dated or owner is ACCOUNTS else [])]
    kind = draw(st.sampled_from(kinds))
    match kind:
        case "text":
            named = _dimension(owner, draw(st.sampled_from(owner.texts)))
            listed = draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3, unique=True))
            return draw(
                st.sampled_from(
                    [
                        f"{named} {draw(_SIGNS)} {_quoted(listed[0])}",
                        f"{named} in ({', '.join(map(_quoted, listed))})",
                        f"{named} not in ({', '.join(map(_quoted, listed))})",
                        f"{named} is null",
                        f"{named} is not null",
                        f"{named} is distinct from {_quoted(listed[0])}",
                    ]
                )
            )
        case "flag":
            named = _dimension(owner, draw(st.sampled_from(sorted(owner.flags))))
            return draw(st.sampled_from([named, f"{named} = false", f"{named} is null"]))
        case "date":
            return draw(_dates(owner, is_fact=owner is fact))
    entity = draw(st.sampled_from([(owner.entity, owner.key), *owner.foreign]))[0]
    if owner is fact and entity == owner.entity:
        return f"{{{{ Entity('{entity}') }}}} {draw(_SIGNS)} {draw(st.integers(0, 9))}"
    path = entity if owner is fact or entity == "account" else f"account__{entity}"
    return draw(
        st.sampled_from(
            [
                f"{{{{ Entity('{path}') }}}} {end}"
                for end in ("in ('k1', 'o1')", "is null", "<> 'k2'")
            ]
        )
    )


@st.composite
def _dates(draw: st.DrawFn, owner: Owner, *, is_fact: bool) -> str:
    name = f"{owner.entity}__{draw(st.sampled_from(owner.clocks))}"
    name = draw(st.sampled_from([name, "metric_time"])) if is_fact else name
    # MetricFlow does not find a month of a mart of months once marts of days are in the question.
    grain = draw(st.sampled_from(owner.grains if owner.grain == "day" else owner.grains[1:]))
    named = f"{{{{ TimeDimension('{name}', '{grain}') }}}}"
    first, second = sorted(draw(st.tuples(days, days)))
    between = f"{named} between '{first}' and '{second}'"
    return draw(st.sampled_from([f"{named} {draw(_SIGNS)} '{first}'", between, f"{named} is null"]))


@st.composite
def filters(draw: st.DrawFn, fact: Owner, dated: bool, depth: int = 2) -> str:
    """Conditions nested in any way."""
    shape = draw(
        st.sampled_from(["{0}", "not ({0})", "{0} and {1}", "{0} OR {1}", "({0} or {1}) AND {2}"])
    )
    if depth == 0 or shape == "{0}":
        return draw(atoms(fact, dated))
    inner = [draw(filters(fact, dated, depth - 1)) for n in range(3) if f"{{{n}}}" in shape]
    return shape.format(*inner)


def _dimension(owner: Owner, name: str) -> str:
    return f"{{{{ Dimension('{owner.entity}__{name}') }}}}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
