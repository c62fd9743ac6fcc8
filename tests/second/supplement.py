"""Fleksloentilskud, ledighedsydelse and the ATP of both, for a whole year (twelve equal months).

A year instead of a month keeps everything whole: the month's 52/12 weeks would not divide.
"""

from __future__ import annotations

import numpy as np

from second.money import WHOLE, amount, rate


def after_two_tapers(highest, first: int, second: int, kink, wage):
    """What is left of a benefit when the wage is taken off it at two rates, one below and one above the kink."""
    loss_below = first * np.minimum(wage, kink)
    loss_above = second * np.clip(wage - kink, 0, None)
    return np.clip(highest - (loss_below + loss_above) // WHOLE, 0, None)


def year_of_wage(oere_an_hour, tenths_of_hours):
    """52 weeks of a wage in whole oere an hour and hours in tenths."""
    return np.asarray(oere_an_hour, np.int64) * np.asarray(tenths_of_hours, np.int64) * 52 * 1_000


def supplement(p, wage, fulltime, all_wages=None):
    """A year's supplement: two tapers of all wages, never above what is missing to the pay of a full-timer.

    Without a wage there is no supplement.
    """
    wage, fulltime = np.broadcast_arrays(wage, fulltime)
    counted = wage if all_wages is None else all_wages
    tapered = after_two_tapers(12 * amount(p.fleksloentilskud_max), rate(p.aftrapning_1), rate(p.aftrapning_2), 12 * amount(p.aftrapning_knaek), counted)
    room = np.clip(fulltime - wage, 0, None)
    return np.where(wage > 0, np.minimum(tapered, room), 0)


def ledighedsydelse(p, high: bool, supporter: bool, wage):
    """A year's ledighedsydelse: 89 per cent of the highest dagpenge, or the low rate, less two tapers of the wage."""
    low = p.ledighedsydelse_lav_forsoerger if supporter else p.ledighedsydelse_lav_andre
    month = rate(p.ledighedsydelse_andel) * amount(p.dagpenge_max_md) // WHOLE if high else amount(low)
    return after_two_tapers(12 * month, rate(p.ly_aftrapning_1), rate(p.ly_aftrapning_2), 12 * amount(p.aftrapning_knaek), wage)


def atp_of_supplement(p, year):
    """Five per cent, at most 500 kr a month, borne by the person."""
    return np.minimum(rate(p.atp_fleksloentilskud_sats) * year // WHOLE, 12 * amount(p.atp_fleksloentilskud_hoejst))


def atp_of_wage(p, tenths_of_hours):
    """(total, own share) of a year by the bands of weekly hours: 9, 18 and 27."""
    hours = np.asarray(tenths_of_hours)
    band = (hours >= 90).astype(int) + (hours >= 180) + (hours >= 270)
    total = np.array([0.0, p.atp_en_tredjedel_i_alt, p.atp_to_tredjedele_i_alt, p.atp_fuld_i_alt])
    own = np.array([0.0, p.atp_en_tredjedel_egen, p.atp_to_tredjedele_egen, p.atp_fuld_egen])
    return 12 * amount(total[band]), 12 * amount(own[band])


def state_atp(p, tenths_of_hours: int):
    """Two thirds of ordinary ATP for the hours between those with wage and 37; all of it below 9 hours with wage."""
    total, own = atp_of_wage(p, np.array([370 if tenths_of_hours < 90 else 370 - tenths_of_hours]))
    return total - own


def fleksbidrag(p, year_supplement, year_wage, weeks: int, refund: int):
    """From the second year: 30 per cent of the maximum less the refund, at most a cap, less 20 per cent of the cash wage."""
    if weeks <= p.refusion_trin_3_uger:
        return year_supplement * 0
    share = 12 * rate(p.fleksbidrag_andel) * amount(p.fleksloentilskud_max) // WHOLE - refund * year_supplement // WHOLE
    most = np.clip(share, 0, 12 * amount(p.fleksbidrag_max))
    return np.where(year_supplement > 0, np.maximum(most - rate(p.fleksbidrag_aftrapning) * year_wage // WHOLE, 0), 0)
