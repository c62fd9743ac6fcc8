"""The chain of chain.c in NumPy, one operation on whole arrays at a time, as one would write it by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

WEEKS_PER_MONTH = 52.0 / 12.0
MONTHS = 12.0


def chain(columns: Mapping[str, Floats], p: Any) -> tuple[Floats, Floats, Floats, Floats]:
    """Wage, supplement, AM-bidrag and tax of single people in fleksjob [kr/month, kr/month, kr/year, kr/year]."""
    hours = columns["hours"]
    full_time = columns["hourly_wage"] * p.fuld_arbejdstid * WEEKS_PER_MONTH
    loen = columns["hourly_wage"] * hours * WEEKS_PER_MONTH
    taper = np.minimum(loen, p.aftrapning_knaek) * p.aftrapning_1 + np.maximum(loen - p.aftrapning_knaek, 0.0) * p.aftrapning_2
    before_ceiling = np.where(loen <= 0.0, 0.0, np.maximum(p.fleksloentilskud_max - taper, 0.0))
    tilskud = np.minimum(before_ceiling, np.maximum(full_time - loen, 0.0))

    bands = [(loen <= 0.0) | (hours < p.atp_timer_en_tredjedel), hours < p.atp_timer_to_tredjedele, hours < p.atp_timer_fuld]
    own = _banded(bands, p.atp_en_tredjedel_egen, p.atp_to_tredjedele_egen, p.atp_fuld_egen)
    total = _banded(bands, p.atp_en_tredjedel_i_alt, p.atp_to_tredjedele_i_alt, p.atp_fuld_i_alt)
    atp_tilskud = np.minimum(tilskud * p.atp_fleksloentilskud_sats, p.atp_fleksloentilskud_hoejst)

    pension = loen * columns["pension_share"]
    am_income = (loen - pension - own) * MONTHS
    am = am_income * p.am_bidrag_sats
    personal = am_income - am + ((tilskud - atp_tilskud) * MONTHS + columns["other_transfer"])

    saved, atp = pension * MONTHS, total * MONTHS
    base = am_income + saved + atp
    employment = np.minimum(base * p.beskaeftigelsesfradrag_sats, p.beskaeftigelsesfradrag_max)
    job = np.minimum(np.maximum(base - p.jobfradrag_graense, 0.0) * p.jobfradrag_sats, p.jobfradrag_max)
    counted = np.minimum((saved + atp) * (1.0 - p.am_bidrag_sats), p.ekstra_pensionsfradrag_grundlag_max)
    taxable = personal - (employment + job + counted * p.ekstra_pensionsfradrag_sats)

    municipal = columns["kommuneskat"] / 100.0
    church = np.where(columns["church_member"] <= 0.0, 0.0, columns["kirkeskat"] / 100.0)
    positive = np.maximum(taxable, 0.0)
    kommune = positive * municipal - p.personfradrag_voksen * municipal
    kirke = positive * church - p.personfradrag_voksen * church
    income = np.maximum(personal, 0.0)
    bund = income * p.bundskat_sats - p.personfradrag_voksen * p.bundskat_sats
    top_rate = np.minimum(p.topskat_sats, np.maximum(p.skatteloft_personlig - municipal - p.bundskat_sats, 0.0))
    top = np.maximum(np.maximum(income - p.topskat_graense, 0.0) * top_rate, 0.0)

    credit = np.maximum(-kommune, 0.0) + np.maximum(-kirke, 0.0) + np.maximum(-bund, 0.0) + np.maximum(-taxable, 0.0) * (municipal + church)
    after_bund = np.maximum(credit - np.maximum(bund, 0.0), 0.0)
    after_top = np.maximum(after_bund - top, 0.0)
    after_kommune = np.maximum(after_top - np.maximum(kommune, 0.0), 0.0)
    local = np.maximum(np.maximum(kommune, 0.0) - after_top, 0.0) + np.maximum(np.maximum(kirke, 0.0) - after_kommune, 0.0)
    skat = am + local + np.maximum(np.maximum(bund, 0.0) - credit, 0.0) + np.maximum(top - after_bund, 0.0)
    return loen, tilskud, am, skat


def _banded(bands: list[npt.NDArray[np.bool_]], third: float, two_thirds: float, full: float) -> Floats:
    # Nested where: 1.5 times faster than np.select.
    return np.where(bands[0], 0.0, np.where(bands[1], third, np.where(bands[2], two_thirds, full)))
