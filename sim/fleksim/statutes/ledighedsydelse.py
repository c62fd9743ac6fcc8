"""Ledighedsydelse: the benefit of those approved for a fleksjob and without one (LAS ch. 7)."""

from fleksim.rules import rule
from fleksim.words import HIGH, LEDIGHEDSYDELSE, MONTHS, WEEKS


@rule(law="LAS § 74 a, stk. 2-4", unit="ja/nej", da="Ret til høj sats", en="Right to the high rate")
def ledighedsydelse_hoej_ret(ly_rate, ly_fleksjob_months, ly_months_after_fleksydelse_age, p):
    """By the prior benefit, or earned again by 9 months in fleksjob of 18; at most 6 months past fleksydelse age."""
    if ly_months_after_fleksydelse_age > p.ly_hoej_maaneder_efter_fleksydelsesalder:
        return False
    return ly_rate == HIGH or ly_fleksjob_months >= p.ly_genoptjening_maaneder


@rule(law="LAS § 74 a, stk. 2", unit="kr/md", da="Ledighedsydelse, høj sats", en="Ledighedsydelse, high rate")
def ledighedsydelse_hoej(p):
    """89 per cent of the highest dagpenge."""
    return p.dagpenge_max_md * p.ledighedsydelse_andel


@rule(law="LAS § 74 a, stk. 2", unit="kr/uge", da="Ledighedsydelse, høj sats pr. uge", en="Ledighedsydelse, high rate a week")
def ledighedsydelse_hoej_uge(ledighedsydelse_hoej):
    """The monthly high rate spread over the weeks of the year, as rate tables print it."""
    return ledighedsydelse_hoej * MONTHS / WEEKS


@rule(law="LAS § 74 a, stk. 3", unit="kr/md", da="Ledighedsydelse, lav sats", en="Ledighedsydelse, low rate")
def ledighedsydelse_lav(status, ledighedsydelse_hoej_ret, er_forsoerger, p):
    """The rate of parents or of others, about 80 or 60 per cent of dagpenge, for those without the high rate."""
    if status != LEDIGHEDSYDELSE or ledighedsydelse_hoej_ret:
        return 0.0
    if er_forsoerger:
        return p.ledighedsydelse_lav_forsoerger
    return p.ledighedsydelse_lav_andre


@rule(law="LAS § 74 a", unit="kr/md", da="Ledighedsydelse før fradrag", en="Ledighedsydelse before reduction")
def ledighedsydelse_foer_fradrag(status, ledighedsydelse_hoej_ret, ledighedsydelse_hoej, ledighedsydelse_lav):
    """The full rate; neither wealth nor the spouse counts, and no time limit applies."""
    if status != LEDIGHEDSYDELSE:
        return 0.0
    if ledighedsydelse_hoej_ret:
        return ledighedsydelse_hoej
    return ledighedsydelse_lav


@rule(law="BEK 111/2021 § 15", unit="kr/md", da="Indtægt af bibeskæftigelse", en="Income of sideline work")
def bibeskaeftigelse_md(status, sideline_hours, p):
    """Hours of sideline self-employment priced at the conversion rate."""
    if status != LEDIGHEDSYDELSE or sideline_hours <= 0.0:
        return 0.0
    return sideline_hours * p.omregningssats


@rule(law="LAS § 74 d", unit="kr/md", da="Fradrag i ledighedsydelse", en="Reduction of ledighedsydelse")
def ledighedsydelse_fradrag(loenindtaegt_md, bibeskaeftigelse_md, p):
    """30 per cent of income up to the threshold and 55 per cent of the rest."""
    income = loenindtaegt_md + bibeskaeftigelse_md
    low_part = min(income, p.aftrapning_knaek)
    high_part = max(income - p.aftrapning_knaek, 0.0)
    return low_part * p.ly_aftrapning_1 + high_part * p.ly_aftrapning_2


@rule(law="LAS §§ 74 a, 74 d", unit="kr/md", da="Ledighedsydelse", en="Ledighedsydelse")
def ledighedsydelse(ledighedsydelse_foer_fradrag, ledighedsydelse_fradrag):
    """What the municipality pays before ATP and tax."""
    return max(ledighedsydelse_foer_fradrag - ledighedsydelse_fradrag, 0.0)
