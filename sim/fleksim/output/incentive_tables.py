"""The tables of `fleksim incentives`: METR, work incentive, kinks, zero-gain zones, wishes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fleksim.analysis.instruments import INSTRUMENTS, NET
from fleksim.analysis.margins import MARGINS
from fleksim.analysis.metr import Metr
from fleksim.analysis.path import Kink
from fleksim.analysis.summary import Incentives
from fleksim.analysis.work import WorkIncentive
from fleksim.analysis.zones import HoursFor
from fleksim.engine.law import Law
from fleksim.output.basis import footer, say
from fleksim.output.numbers import quantity
from fleksim.output.sentences import pays_by_the_hour, status_name, why, zone_sentences, zones_of
from fleksim.output.table import Column, Table
from fleksim.words import MONTHS


def incentives_tables(inc: Incentives, lang: str = "da") -> list[Table]:
    """METR by margin and by instrument, the job against being without it, kinks, zones and wishes; those that apply."""
    return list(_tables(inc, lang))


def _tables(inc: Incentives, lang: str) -> Iterator[Table]:
    yield metr_table(inc, lang)
    for found in inc.metr.values():
        if found.rate is not None:
            yield instruments_table(found, inc.law, lang)
    if inc.work:
        yield work_table(inc.work, inc.law, lang)
    yield kinks_table(inc, lang)
    if zones_of(inc):
        yield zones_table(inc, lang)
    if pays_by_the_hour(inc):
        yield wishes_table(inc, lang)


def metr_table(inc: Incentives, lang: str = "da") -> Table:
    """The marginal effective tax rate of a step on each margin."""
    columns = [
        Column("margin", say(lang, "Margin", "Margin"), kind="text"),
        Column("place", say(lang, "Fra", "From"), kind="text"),
        Column("step", say(lang, "Skridt", "Step"), kind="text"),
        Column("rate", "METR", "andel", 1),
        Column("gross", say(lang, "Løn mere", "Wage gain"), "kr/aar", 0),
        Column("net", say(lang, "Til rådighed mere", "Net gain"), "kr/aar", 0),
        Column("gain_month", say(lang, "Gevinst", "Gain"), "kr/md", 0),
        Column("gain_per_paid_hour", say(lang, "Gevinst, betalt time", "Gain, paid hour"), "kr/time", 2),
        Column("gain_per_hour_present", say(lang, "Gevinst, time på arbejde", "Gain, hour at work"), "kr/time", 2),
    ]
    rows = [_metr_row(one, lang) for one in inc.metr.values()]
    title = say(lang, "Effektiv marginalskat (METR)", "Marginal effective tax rate (METR)")
    return Table(title, columns, rows, [footer(inc.law, lang)], lang=lang)


def _metr_row(one: Metr, lang: str) -> list[Any]:
    margin = MARGINS[one.margin]
    place, step = (quantity(value, margin.unit, lang) for value in (one.place, one.step))
    return [margin.title(lang), place, step, one.rate, one.gross, one.net, one.gain_month, one.gain_per_paid_hour, one.gain_per_hour_present]


def instruments_table(found: Metr, law: Law, lang: str = "da") -> Table:
    """The METR of a step by instrument, in three splits that each add up; what a sum misses stands as the rest."""
    splits = (found.account, found.ordered, found.shapley)
    columns = [
        Column("instrument", "Instrument", kind="text"),
        Column("account", say(lang, "Regnskab", "Account"), "andel", 1),
        Column("ordered", say(lang, "Lovens rækkefølge", "Statutory order"), "andel", 1),
        Column("shapley", "Shapley", "andel", 1),
    ]
    used = [one for one in INSTRUMENTS if any(one.name in split.parts for split in splits)]
    rows: list[list[Any]] = [[one.title(lang), *(split.parts.get(one.name) for split in splits)] for one in used]
    rows.append([say(lang, "Rest", "Rest"), *(split.residual for split in splits)])
    rows.append([say(lang, "METR i alt", "METR in all"), *(sum(split.parts.values()) + split.residual for split in splits)])
    where = MARGINS[found.margin].title(lang).lower()
    title = say(lang, f"METR efter instrument: {where}", f"METR by instrument: {where}")
    return Table(title, columns, rows, [footer(law, lang)], lang=lang)


def work_table(work: WorkIncentive, law: Law, lang: str = "da") -> Table:
    """The job against being without it."""
    without = status_name(work.without, lang)
    columns = [
        Column("measure", say(lang, "Mål", "Measure"), kind="text"),
        Column("value", say(lang, "Værdi", "Value"), decimals=0),
        Column("unit", say(lang, "Enhed", "Unit"), kind="unit"),
    ]
    rows: list[list[Any]] = [
        [say(lang, "Løn inkl. pension", "Wage incl. pension"), work.gross_wage, "kr/aar"],
        [say(lang, "Disponibel indkomst med jobbet", "Disposable income with the job"), work.net_with, "kr/aar"],
        [say(lang, f"Disponibel indkomst på {without}", f"Disposable income on {without}"), work.net_without, "kr/aar"],
        [say(lang, "Deltagelsesskat", "Participation tax rate"), work.participation_tax, "andel"],
        [say(lang, "Nettoerstatningsgrad (OECD)", "Net replacement rate (OECD)"), work.replacement, "andel"],
        [say(lang, "Nettokompensationsgrad", "Nettokompensationsgrad (after dues and daycare)"), work.nettokompensationsgrad, "andel"],
        [say(lang, "Forskelsbeløb", "Forskelsbeløb (gain of the job)"), work.forskelsbeloeb, "kr/md"],
    ]
    return Table(say(lang, f"Jobbet mod {without}", f"The job against {without}"), columns, rows, [footer(law, lang)], lang=lang)


def kinks_table(inc: Incentives, lang: str = "da") -> Table:
    """Where income before tax and disposable income turn or jump over hours, and the rule that makes it."""
    slope = say(lang, "Hældning {} pr. time", "Slope {} per hour")
    columns = [
        Column("hours", say(lang, "Ved", "At"), "timer/uge", 2),
        Column("target", say(lang, "Hvad knækker", "What turns"), kind="text"),
        Column("rule", say(lang, "Regel", "Rule"), kind="text"),
        Column("law", say(lang, "Paragraf", "Paragraph"), kind="text"),
        Column("slope_before", slope.format(say(lang, "før", "before")), "kr/md", 2),
        Column("slope_after", slope.format(say(lang, "efter", "after")), "kr/md", 2),
        Column("jump", say(lang, "Spring", "Jump"), "kr/md", 2),
    ]
    rows = [_kink_row(one, inc.law, lang) for one in inc.kinks]
    return Table(say(lang, "Knæk over timer", "Kinks over hours"), columns, rows, [footer(inc.law, lang)], lang=lang)


def _kink_row(one: Kink, law: Law, lang: str) -> list[Any]:
    per_month = MONTHS if one.target == NET else 1.0
    amounts = (value / per_month for value in (one.slope_before, one.slope_after, one.jump))
    return [one.place, law.book.rules[one.target].title(lang), one.rule.title(lang), one.law, *amounts]


def zones_table(inc: Incentives, lang: str = "da") -> Table:
    """Hours between which an extra hour pays nothing before tax, with the sentences that say so."""
    columns = [
        Column("start", say(lang, "Fra", "From"), "timer/uge", 2),
        Column("end", say(lang, "Til", "To"), "timer/uge", 2),
        Column("why", say(lang, "Hvorfor", "Why"), kind="text"),
        Column("net_slope_least", say(lang, "Efter skat pr. time, mindst", "After tax per hour, least"), "kr/md", 2),
        Column("net_slope_most", say(lang, "Efter skat pr. time, mest", "After tax per hour, most"), "kr/md", 2),
    ]
    rows = [[one.start, one.end, why(one.why, inc.law, lang), one.net_slope_least, one.net_slope_most] for one in zones_of(inc)]
    title = say(lang, "Nulgevinst-zoner: en ekstra time giver 0 kr. før skat", "Zero-gain zones: an extra hour gives DKK 0 before tax")
    return Table(title, columns, rows, [*zone_sentences(inc, lang), footer(inc.law, lang)], lang=lang)


def wishes_table(inc: Incentives, lang: str = "da") -> Table:
    """The hours that a wished gain after tax takes, or what stands in the way."""
    columns = [
        Column("gain_month", say(lang, "Ønsket gevinst", "Wished gain"), "kr/md", 0),
        Column("hours", say(lang, "Timer", "Hours"), "timer/uge", 1),
        Column("reason", say(lang, "Hvorfor ikke", "Why not"), kind="text"),
        Column("most_gain_month", say(lang, "Størst mulig gevinst", "Largest gain"), "kr/md", 0),
        Column("most_at_hours", say(lang, "ved", "at"), "timer/uge", 1),
    ]
    rows = [_wish_row(one, inc.law, lang) for one in inc.wishes]
    return Table(say(lang, "Timer til en ønsket gevinst", "Hours for a wished gain"), columns, rows, [footer(inc.law, lang)], lang=lang)


def _wish_row(wish: HoursFor, law: Law, lang: str) -> list[Any]:
    """A wish that is reached needs no reason and no lesser gain."""
    if wish.reason is None:
        return [wish.gain_month, wish.hours, None, None, None]
    return [wish.gain_month, None, why(wish.reason, law, lang), wish.most_gain_month, wish.most_at_hours]
