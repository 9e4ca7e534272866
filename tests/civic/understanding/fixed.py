"""Numbers of the decision that stay as they are when `python -m evaluation --fit` finds others."""

from __future__ import annotations

from civic.understanding.decision import Fitted

FIXED = Fitted(
    search_weight=1.0,
    weights=(-1.17, 0.25, 0.05, 0.59, -0.02, -0.22, 0.37, -0.25),
    sure=0.55,
    farther=6.0,
    foreign=2.0,
)
