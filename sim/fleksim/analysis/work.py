"""What a job is worth against being without one: participation tax, replacement and compensation rates."""

from __future__ import annotations

from dataclasses import dataclass

from fleksim import words
from fleksim.analysis.instruments import GROSS_WAGE, NET, TARGETS
from fleksim.engine.law import Law
from fleksim.engine.reading import read
from fleksim.people.cases import Case
from fleksim.problems import one_problem
from fleksim.words import MONTHS

IN_WORK = ("fleksjob", "fleksjob_gammel", "ordinaert_job")
OUT_OF_WORK = ("ledighedsydelse", "kontanthjaelp", "ressourceforloeb", "sygedagpenge", "foertidspension")


@dataclass(frozen=True)
class WorkIncentive:
    """A job against the benefit one would have without it.

    participation_tax: share of the gross wage lost to tax and lower benefits. replacement: net income without the job
    over net income with it (OECD's net replacement rate). nettokompensationsgrad: the same after union and a-kasse dues
    and the daycare fee, as Danish ministries count what is left to live on. forskelsbeloeb: what the job adds to that a
    month [kr]. Rates are None where the job has no wage.
    """

    without: str
    net_with: float
    net_without: float
    gross_wage: float
    participation_tax: float | None
    replacement: float | None
    nettokompensationsgrad: float | None
    forskelsbeloeb: float


def work_incentive(law: Law, case: Case, without: str = "ledighedsydelse") -> WorkIncentive:
    """The job of a case against being without it [yearly amounts in kr].

    without: the status without the job. Rounding is left out. Raises InputError for a case without a job, and
    MissingParameter.
    """
    status = words.STATUSES[int(case.columns["status"])]
    if status not in IN_WORK:
        raise one_problem(f"status {status} is not a job", field=case.id, way_out=f"Participation needs one of {', '.join(IN_WORK)}.")
    if without not in OUT_OF_WORK:
        raise one_problem(f"'{without}' is not a status without a job", way_out=f"Choose one of {', '.join(OUT_OF_WORK)}.")
    idle = {**case.columns, "status": words.CODES[without.upper()], "hours": 0.0, "hourly_wage": 0.0, "fulltime_wage": 0.0, "second_hours": 0.0}
    working, idling = (read(law, columns, TARGETS, rounding="none") for columns in (case.columns, idle))
    gross = GROSS_WAGE.amount(working) - GROSS_WAGE.amount(idling)
    net_with, net_without = working[NET], idling[NET]
    dues = case.columns["union_dues"] + case.columns["akasse"] + case.columns["daycare_fee"]
    free_with, free_without = net_with - dues, net_without - dues
    return WorkIncentive(
        without=without,
        net_with=net_with,
        net_without=net_without,
        gross_wage=gross,
        participation_tax=1.0 - (net_with - net_without) / gross if gross > 0.0 else None,
        replacement=net_without / net_with if net_with > 0.0 else None,
        nettokompensationsgrad=free_without / free_with if free_with > 0.0 else None,
        forskelsbeloeb=(free_with - free_without) / MONTHS,
    )
