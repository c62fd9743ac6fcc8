"""Chance has an address: Philox4x32-10, the counter-based generator of Salmon et al. (SC11, Random123).

A draw is a function of (seed, person, named draw, period) and of nothing else: rows, chunks, threads and scenarios
change no person's luck. Counter = (person low, person high, draw, period), key = (seed, STREAM_VERSION).

`uniform` is compiled (`kernel/uniform.py`): 1 ns a draw instead of 46 in NumPy, in blocks of 10,000 persons; drawing was two
thirds of building a population.
"""

from __future__ import annotations

from enum import IntEnum, unique
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fleksim.kernel.store import load_written

# A change of how draws become attributes is a new stream: all persons change, and the digest says so.
STREAM_VERSION = 1

_MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_WORDS = 2**32


@unique
class Draw(IntEnum):
    """The named draws; a number is never given twice. The population has 0-199, the months 200-399."""

    STRATUM = 0
    TENURE_BAND = 1
    TENURE = 2
    GRANT = 3
    GRANT_WAIT = 4
    ROUTE = 5
    PRIOR = 6
    WEIGHT = 7
    HOURS = 8
    SEX = 20
    AGE_BAND = 21
    AGE = 22
    EDUCATION = 23
    MUNICIPALITY = 24
    CHURCH = 25
    HOUSEHOLD = 30
    MARRIED = 31
    CHILDREN = 32
    YOUNGEST = 33
    YOUNGEST_AGE = 36
    SECOND_CHILD = 34
    THIRD_CHILD = 35
    PARTNER_WORKS = 37
    PARTNER_INCOME = 38
    PARTNER_AGE = 39
    PARTNER_CHURCH = 40
    TENANT = 41
    RENT = 42
    DAYCARE = 43
    CAPITAL = 44
    WAGE = 50
    PENSION = 51
    INTENSITY = 52
    COMMUTES = 53
    COMMUTING = 54
    UNION = 55
    AKASSE = 56
    OWN_PENSION = 57
    OLD_SHARE = 58
    LY_RATE = 59
    BENEFIT_WEEKS = 60
    JOB_CHANGES = 61
    DIRECT = 62
    QUEUE = 300
    ROOM = 301
    BIRTH_MONTH = 302
    ON_THE_WAY = 303


def philox(counter: tuple[Any, Any, Any, Any], key: tuple[int, int]) -> tuple[NDArray[np.uint64], ...]:
    """Four 32-bit words (in uint64) of Philox4x32-10 for counters (each a number or an array below 2**32) and a key."""
    c0, c1, c2, c3 = (np.asarray(word, dtype=np.uint64) for word in counter)
    k0, k1 = key
    for _ in range(_ROUNDS):
        first, second = _MULTIPLIERS[0] * c0, _MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (second >> _32) ^ c1 ^ np.uint64(k0), second & _LOW, (first >> _32) ^ c3 ^ np.uint64(k1), first & _LOW
        k0, k1 = (k0 + _WEYL[0]) % _WORDS, (k1 + _WEYL[1]) % _WORDS
    return c0, c1, c2, c3


def uniform(seed: int, person_ids: NDArray[np.int64], draw: int, period: int = 0) -> NDArray[np.float64]:
    """One number in the open interval (0, 1) a person: 52 random bits and a half.

    seed and period are below 2**32; person_ids are int64 of any sign. Raises ValueError for a seed or period outside.
    """
    if not 0 <= seed < _WORDS or not 0 <= period < _WORDS:
        raise ValueError(f"seed and period lie between 0 and {_WORDS - 1}")
    persons = np.ascontiguousarray(person_ids, dtype=np.int64)
    found = np.empty(persons.shape)
    load_written("uniform")(persons.view(np.uint64), int(draw), period, seed, STREAM_VERSION, found)
    return found
