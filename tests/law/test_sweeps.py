"""Exhaustive sweeps: every krone of monthly wage to 60,000 at every hour of the week, in every year.

Each point is a whole life's arithmetic: wage, supplement, ATP, tax and what is left, 2.2 million points a year, held
against the bounds of the law and, point by point, against the second writing of supplement and tax.
"""

from __future__ import annotations

import numpy as np

from fleksim import words
from second import supplement, tax
from second.money import Counting, amount, kroner, rate

WAGES = np.arange(60_001.0)
HOURS = range(38)
KOMMUNE = 25.1
# The rounding of a year's tax: AM and three deductions in whole kroner, the taxes in oere.
ROUNDING = 4.0


def fulltime_at(hours: int) -> float:
    """A full-time wage that stands still over the wages: from far below to far above what binds [kr/month]."""
    return 14_000.0 + 1_000.0 * hours


def sweep(run, law, hours: int, **given) -> dict[str, np.ndarray]:
    """Every krone of monthly wage at some hours, or as other wage where there are none."""
    if hours == 0:
        return run(law, hourly_wage=150.0, hours=0.0, other_wage=12.0 * WAGES, fulltime_wage=fulltime_at(0), kommuneskat=KOMMUNE, **given)
    return run(law, hourly_wage=WAGES * 12.0 / 52.0 / hours, hours=float(hours), kommuneskat=KOMMUNE, **{"fulltime_wage": fulltime_at(hours), **given})


def test_every_krone_at_every_hour(year, law_of, run):
    """Bounds and monotonicity of the supplement, the tax and what is left; and the second writing gives the same."""
    law, p = law_of(year), law_of(year).p
    for hours in HOURS:
        got = sweep(run, law, hours)
        the_supplement, wage = got["fleksloentilskud"], got["loen_md"]
        all_wage = WAGES if hours == 0 else wage
        assert all(np.isfinite(values).all() for values in got.values()), f"not a number at {hours} hours"

        assert (the_supplement >= 0.0).all()
        assert (the_supplement <= p.fleksloentilskud_max).all()
        assert (wage + the_supplement <= np.maximum(fulltime_at(hours), wage) + 1e-9).all()
        # From the first krone on: without a wage there is no supplement.
        moves = np.diff(the_supplement)[1:]
        assert (moves <= 1e-9).all(), f"the supplement rises with the wage at {hours} hours"
        assert (moves >= -1.0 - 1e-9).all(), f"the supplement loses more than the wage gains at {hours} hours"
        marginal = np.unique(np.round(-moves, 6))
        assert {0.0, p.aftrapning_1, p.aftrapning_2, 1.0} & set(marginal), marginal
        assert (got["loenloft_binder"] == (the_supplement < got["fleksloentilskud_foer_loft"])).all()

        assert (got["atp_fleksloentilskud"] >= 0.0).all()
        assert (got["atp_fleksloentilskud"] <= p.atp_fleksloentilskud_hoejst).all()

        income = 12.0 * (all_wage + the_supplement)
        assert (got["skat_i_alt"] >= 0.0).all()
        assert (got["skat_i_alt"] <= income).all()
        assert (got["disponibel_indkomst"] <= income + got["groen_check"] + 1e-6).all()
        # A krone more a month is twelve a year: no tax jumps, whatever the rounding does.
        assert np.abs(np.diff(got["skat_i_alt"])[1:]).max() <= 12.0 * 1.0 + ROUNDING

        second_writing(p, year, hours, got)


def second_writing(p, year: int, hours: int, got: dict[str, np.ndarray]) -> None:
    """The same year from the prose of the law, to the oere."""
    year_wage = 12 * amount(WAGES)
    own_wage = np.zeros_like(year_wage) if hours == 0 else year_wage
    theirs = supplement.after_two_tapers(
        12 * amount(p.fleksloentilskud_max), rate(p.aftrapning_1), rate(p.aftrapning_2), 12 * amount(p.aftrapning_knaek), year_wage
    )
    theirs = np.where(year_wage > 0, np.minimum(theirs, np.maximum(12 * amount(fulltime_at(hours)) - own_wage, 0)), 0)
    np.testing.assert_allclose(12.0 * got["fleksloentilskud"], kroner(theirs), rtol=0.0, atol=1e-6)
    own_atp = supplement.atp_of_supplement(p, theirs)
    total, share = supplement.atp_of_wage(p, 10 * hours)
    working = WAGES > 0 if hours else np.zeros(WAGES.size, bool)
    it = tax.Person(
        wage=year_wage - np.where(working, share, 0),
        transfer=theirs - own_atp,
        atp=np.where(working, total, 0),
        kommune=rate(KOMMUNE / 100.0),
    )
    found = tax.assess(p, year, it, Counting(rounds=True))
    np.testing.assert_allclose(got["skat_i_alt"], kroner(tax.total(found)), rtol=0.0, atol=1e-6)
    left = it.wage + it.transfer - tax.total(found)
    np.testing.assert_allclose(got["disponibel_indkomst"] - got["groen_check"], kroner(left), rtol=0.0, atol=1e-5)


def test_at_the_wage_of_the_position(law_of, run):
    """The full-time wage as 37 hours at the hourly wage: wage and supplement never exceed it, and the ceiling binds below its wage."""
    for year in (2013, 2024, 2026):
        law, p = law_of(year), law_of(year).p
        at_most = p.fleksloentilskud_max / (p.fuld_arbejdstid * words.WEEKS_PER_MONTH)
        for hours in range(1, 38):
            got = sweep(run, law, hours, fulltime_wage=0.0)
            fulltime = got["fuldtidsloen_md"]
            np.testing.assert_allclose(fulltime, WAGES * 37.0 / hours, rtol=1e-12)
            together = got["loen_md"] + got["fleksloentilskud"]
            assert (together <= np.maximum(fulltime, got["loen_md"]) * (1.0 + 1e-12)).all()
            # The hourly wage at which the ceiling stops to bind rises with the hours, from maximum / full time.
            binding = WAGES[got["loenloft_binder"] > 0.0] * 12.0 / 52.0 / hours
            if binding.size:
                assert binding.max() >= at_most - 0.25
                assert binding.max() == binding[-1]
                assert (got["loenloft_binder"][1 : binding.size + 1] == 1.0).all(), f"a gap in the ceiling at {hours} hours"


def test_ledighedsydelse_at_every_krone(year, law_of, run):
    law, p = law_of(year), law_of(year).p
    for high in (words.HIGH, words.LOW):
        got = run(law, status=words.LEDIGHEDSYDELSE, hourly_wage=WAGES * 12.0 / 52.0 / 10.0, hours=10.0, ly_rate=high, kommuneskat=KOMMUNE)
        full = p.dagpenge_max_md * p.ledighedsydelse_andel if high == words.HIGH else p.ledighedsydelse_lav_andre
        benefit = got["ledighedsydelse"]
        assert benefit[0] == full
        assert (benefit >= 0.0).all()
        assert (np.diff(benefit) <= 1e-9).all()
        assert (np.diff(benefit) >= -p.ly_aftrapning_2 - 1e-9).all()
        assert all(np.isfinite(values).all() for values in got.values())
        theirs = supplement.ledighedsydelse(p, high == words.HIGH, False, 12 * amount(WAGES))
        np.testing.assert_allclose(12.0 * benefit, kroner(theirs), rtol=0.0, atol=1e-6)
        assert np.diff(got["loen_md"] + benefit)[:].min() > 0.0, "a krone more of wage must be worth something before tax"
