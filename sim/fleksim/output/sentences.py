"""The incentives of a case in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator

from fleksim import words
from fleksim.analysis.summary import Incentives
from fleksim.analysis.zones import HoursFor, Zone
from fleksim.engine.law import Law
from fleksim.output.basis import say
from fleksim.output.numbers import format_number, kroner, percent, wage

# A gain below this is called none [kr/month].
NOTHING = 0.5

_WHY = {
    "loenloft": ("lønloftet binder", "the wage ceiling binds", "loenloft_rum"),
    "aftrapning": ("aftrapningen tager det hele", "the taper takes it all", "fleksloentilskud_aftrapning"),
    "fuld_tid": ("der er ikke flere timer end fuld tid", "there are no more hours than full time", ""),
}
_STATUS = {
    "ledighedsydelse": ("ledighedsydelse", "ledighedsydelse (unemployment benefit)"),
    "kontanthjaelp": ("kontanthjælp", "kontanthjælp (social assistance)"),
    "ressourceforloeb": ("ressourceforløbsydelse", "ressourceforløbsydelse (rehabilitation benefit)"),
    "sygedagpenge": ("sygedagpenge", "sygedagpenge (sickness benefit)"),
    "foertidspension": ("førtidspension", "førtidspension (disability pension)"),
}


def sentences(inc: Incentives, lang: str = "da") -> list[str]:
    """What the next hour, the job and a wished gain come to, one sentence a line."""
    return [*_next_hour(inc, lang), *zone_sentences(inc, lang), *_job(inc, lang), *_wishes(inc, lang)]


def zone_sentences(inc: Incentives, lang: str = "da") -> list[str]:
    """Where an extra hour pays nothing before tax, and the wage at which the ceiling always binds."""
    return [*_zones(inc, lang), *_ceiling(inc, lang)]


def pays_by_the_hour(inc: Incentives) -> bool:
    """Whether more hours mean more wage: not without a wage, and not in the scheme before 2013."""
    gammel = inc.case.columns["status"] == words.FLEKSJOB_GAMMEL
    return inc.case.columns["hourly_wage"] > 0.0 and not gammel


def zones_of(inc: Incentives) -> tuple[Zone, ...]:
    """The zero-gain zones of a person who is paid by the hour; none of others."""
    return inc.zones if pays_by_the_hour(inc) else ()


def why(reason: str, law: Law, lang: str) -> str:
    """What stops a gain, with the paragraph where there is one."""
    da, en, rule = _WHY[reason]
    paragraph = f" ({law.book.rules[rule].law})" if rule in law.book else ""
    return say(lang, da, en) + paragraph


def status_name(status: str, lang: str) -> str:
    """What people call a status without a job."""
    return say(lang, *_STATUS.get(status, (status, status)))


def hours(value: float, lang: str) -> str:
    """Weekly hours with a decimal: `19,7`."""
    return format_number(value, lang, 1)


def _next_hour(inc: Incentives, lang: str) -> Iterator[str]:
    step = inc.metr["hours"]
    if step.rate is None or step.gross <= 0.0 or not pays_by_the_hour(inc):
        return
    gross, gain = kroner(step.gross / words.MONTHS, lang), kroner(abs(step.gain_month), lang)
    rate, here, there = percent(step.rate, lang), hours(step.place, lang), hours(step.place + step.step, lang)
    less = step.gain_month <= -NOTHING
    yield say(
        lang,
        f"Fra {here} til {there} timer om ugen er der {gain} {'mindre' if less else 'mere'} om måneden efter skat: "
        f"af {gross} mere i løn går {rate} til lavere tilskud, skat og andre ydelser.",
        f"From {here} to {there} hours a week there is {gain} {'less' if less else 'more'} a month after tax: "
        f"of {gross} more in wage, {rate} goes to a lower supplement, tax and benefits.",
    )


def _zones(inc: Incentives, lang: str) -> Iterator[str]:
    pay = wage(inc.case.columns["hourly_wage"], lang)
    for zone in zones_of(inc):
        start, end, reason = hours(zone.start, lang), hours(zone.end, lang), why(zone.why, inc.law, lang)
        yield say(
            lang,
            f"Med {pay} i timen giver en ekstra time 0 kr. før skat fra {start} til {end} timer om ugen: {reason}.",
            f"At {pay} an hour, an extra hour gives DKK 0 before tax from {start} to {end} hours a week: {reason}.",
        )
        least = say(lang, format_number(zone.net_slope_least, lang, 0), kroner(zone.net_slope_least, lang))
        most = kroner(zone.net_slope_most, lang)
        yield say(
            lang,
            f"Efter skat giver den ekstra time dér mellem {least} og {most} om måneden.",
            f"After tax the extra hour there gives between {least} and {most} a month.",
        )


def _ceiling(inc: Incentives, lang: str) -> Iterator[str]:
    """The wage at which the ceiling always binds, where there is a ceiling and it follows the hourly wage."""
    columns = inc.case.columns
    is_ceiling = bool(inc.law.book.rules["loenloft_binder"].arguments)
    if columns["status"] != words.FLEKSJOB or columns["fulltime_wage"] > 0.0 or not is_ceiling:
        return
    limit = kroner(inc.ceiling_wage, lang, 2)
    yield say(
        lang,
        f"Ved {limit} i timen og derunder binder lønloftet ved ethvert timetal.",
        f"At {limit} an hour and below, the wage ceiling binds at any number of hours.",
    )


def _job(inc: Incentives, lang: str) -> Iterator[str]:
    if inc.work is None or inc.work.gross_wage <= 0.0:
        return
    gain, other = inc.work.forskelsbeloeb, status_name(inc.work.without, lang)
    more = gain >= 0.0
    amount = kroner(abs(gain), lang)
    yield say(
        lang,
        f"Jobbet giver {amount} {'mere' if more else 'mindre'} om måneden at leve for end {other}.",
        f"The job gives {amount} {'more' if more else 'less'} a month to live on than {other}.",
    )


def _wishes(inc: Incentives, lang: str) -> Iterator[str]:
    if not pays_by_the_hour(inc):
        return
    for wish in inc.wishes:
        yield _reached(wish, lang) if wish.hours is not None else _not_reached(wish, inc.law, lang)


def _reached(wish: HoursFor, lang: str) -> str:
    gain, needed = kroner(wish.gain_month, lang), hours(wish.hours or 0.0, lang)
    return say(
        lang,
        f"For {gain} mere om måneden efter skat skal der arbejdes {needed} timer om ugen.",
        f"For {gain} more a month after tax, {needed} hours a week are needed.",
    )


def _not_reached(wish: HoursFor, law: Law, lang: str) -> str:
    gain, reason = kroner(wish.gain_month, lang), why(wish.reason or "fuld_tid", law, lang)
    begin = say(lang, f"Intet timetal giver {gain} mere om måneden efter skat: {reason}", f"No number of hours gives {gain} more a month after tax: {reason}")
    if wish.most_gain_month < NOTHING:
        return begin + say(lang, "; flere timer giver ikke mere.", "; more hours give no more.")
    most, at = kroner(wish.most_gain_month, lang), hours(wish.most_at_hours, lang)
    return begin + say(lang, f"; det meste er {most} ved {at} timer.", f"; the most is {most} at {at} hours.")
