"""Money as whole numbers, so that a boundary is hit and not nearly hit.

An amount is a whole number of millionths of a krone; a rate a whole number of hundred-thousandths. With rounding left
out, amounts and rates are ordinary floats in the same units.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

KRONE = 1_000_000
OERE = KRONE // 100
WHOLE = 100_000  # a rate of one


def amount(kroner) -> np.ndarray:
    """Kroner (to the oere) as amounts."""
    return np.rint(np.asarray(kroner, dtype=np.float64) * 100).astype(np.int64) * OERE


def rate(share) -> int:
    found = round(share * WHOLE)
    assert abs(found / WHOLE - share) < 1e-12, f"{share} has more than five decimals"
    return found


def kroner(amounts) -> np.ndarray:
    return np.asarray(amounts, dtype=np.float64) / KRONE


@dataclass(frozen=True)
class Counting:
    """How SKAT counts (`rounds`), or the same sums without any rounding."""

    rounds: bool

    def take(self, share: int, base):
        """A share of an amount; cut to a millionth of a krone, which no later rounding can see."""
        product = share * base
        return product // WHOLE if self.rounds else product / WHOLE

    def down_to_oere(self, x):
        return x - x % OERE if self.rounds else x

    def down_to_kroner(self, x):
        return x - x % KRONE if self.rounds else x

    def up_to_kroner(self, x):
        """Cut to oere, then up to whole kroner."""
        return -(-self.down_to_oere(x) // KRONE) * KRONE if self.rounds else x

    def tax(self, share, base):
        """A tax: the base in whole kroner, the tax cut to oere."""
        return self.down_to_oere(self.take(share, self.down_to_kroner(np.maximum(base, 0))))

    def part(self, x, numerator: int, denominator: int):
        return x * numerator // denominator if self.rounds else x * numerator / denominator
