"""The shifted-beta-geometric model in plain Python, sought another way than the marts seek it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, log

# The customers who began each month since their start, and how many of them left in it.
LifeTable = Sequence[tuple[int, int]]


def survival(alpha: float, beta: float, months: int) -> list[float]:
    """S(0), S(1), ...: the share that is still there after so many months."""
    shares = [1.0]
    for month in range(1, months + 1):
        shares.append(shares[-1] * (beta + month - 1) / (alpha + beta + month - 1))
    return shares


def log_likelihood(alpha: float, beta: float, table: LifeTable) -> float:
    """By customer: ln P(T = t) for one who left in month t, ln S(t) for one seen for t months."""
    shares, total = survival(alpha, beta, len(table)), 0.0
    for month, (at_risk, left) in enumerate(table, 1):
        following = table[month][0] if month < len(table) else 0
        if left:
            total += left * log(shares[month - 1] - shares[month])
        total += (at_risk - left - following) * log(shares[month])
    return total


def geometric_limit(table: LifeTable) -> float:
    """The likelihood when alpha and beta grow beyond all bounds: all customers are alike."""
    at_risk, left = sum(row[0] for row in table), sum(row[1] for row in table)
    return left * log(left / at_risk) + (at_risk - left) * log(1 - left / at_risk)


def likeliest(table: LifeTable) -> tuple[float, float]:
    """Alpha and beta by golden sections: the best alpha for each beta, and of these the best."""

    def alpha_of(beta: float) -> float:
        return exp(_highest(lambda x: log_likelihood(exp(x), beta, table), -12, 12))

    beta = exp(_highest(lambda x: log_likelihood(alpha_of(exp(x)), exp(x), table), -12, 12))
    return alpha_of(beta), beta


def _highest(height: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one peak is highest."""
    golden = (5**0.5 - 1) / 2
    left, right = high - golden * (high - low), low + golden * (high - low)
    at_left, at_right = height(left), height(right)
    while high - low > 1e-6:
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - golden * (high - low)
            at_left = height(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + golden * (high - low)
            at_right = height(right)
    return (low + high) / 2
