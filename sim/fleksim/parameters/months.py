"""The numbers of the months: the levers of the law that only months can show, and what is assumed about transitions.

They are written like the law's parameters, in `data/assumptions/months`, and say besides which step of the month they
belong to, whether they are a lever of the law or an assumption, and whether the evidence is from this group.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Literal

from fleksim import paths
from fleksim.documents import Node
from fleksim.parameters.read import PARAMETER_FIELDS, UNITS, Reader, read_files
from fleksim.parameters.values import Parameter, ParameterSet
from fleksim.problems import Problem, did_you_mean

Evidence = Literal["this group", "moved from another group"]
Kind = Literal["lever", "assumption"]
EVIDENCE: dict[str, Evidence] = {"this group": "this group", "moved from another group": "moved from another group"}
KINDS: dict[str, Kind] = {"lever": "lever", "assumption": "assumption"}

# The steps of a month, in the order in which they are taken.
STEPS: dict[int, tuple[str, str]] = {
    1: ("Alder, kalender og satser", "Age, calendar and rates"),
    2: ("Nye bevillinger", "New awards"),
    3: ("Død, pension og førtidspension", "Death, retirement and foertidspension"),
    4: ("Fra ledighedsydelse til job", "From ledighedsydelse to a job"),
    5: ("Job der ophører", "Jobs that end"),
    6: ("Timer op eller ned", "Hours up or down"),
    7: ("Lønudvikling", "Wage growth"),
    8: ("Bevillingens opfølgning og fornyelse", "Follow-up and renewal of the award"),
    9: ("Tidsgrænse og udtømte", "Time limit and exhaustion"),
    10: ("Månedens ydelser og løn", "Benefits and wage of the month"),
    11: ("Refusionstrappen", "The refund ladder"),
    12: ("Årets skat og indkomstprøvede ydelser", "Tax and income-tested transfers of the year"),
}

# Units that the law's amounts do not have: a yes or no, and what a chance is multiplied by.
MONTH_UNITS = (*UNITS, "ja/nej", "faktor")
# The largest value a unit can have; months, weeks and yes or no are whole numbers.
LARGEST = {"andel": 1.0, "ja/nej": 1.0, "procent": 100.0, "faktor": 10.0, "maaneder": 600.0, "uger": 520.0, "timer/uge": 37.0, "aar": 100.0, "antal": 100.0}
WHOLE_UNITS = ("ja/nej", "maaneder", "uger", "antal")

# Where those go whose right has run out: the shares are one together.
SHARES_OF_ONE: tuple[tuple[str, ...], ...] = (("udtoemt_arbejde_andel", "udtoemt_kontanthjaelp_andel", "udtoemt_ingen_ydelse_andel", "udtoemt_sygdom_andel"),)


@dataclass(frozen=True)
class MonthParameter(Parameter):
    """A lever or an assumption of the months, with the step it belongs to."""

    part: int = 0
    kind: Kind = "assumption"
    evidence: Evidence = "moved from another group"


class MonthReader(Reader):
    """Reads a file of `data/assumptions/months`."""

    made: ClassVar[type[Parameter]] = MonthParameter
    units: ClassVar[tuple[str, ...]] = MONTH_UNITS
    allowed: ClassVar[tuple[str, ...]] = (*PARAMETER_FIELDS, "part", "kind", "evidence")

    def more(self, fields: dict[str, Node], name: str, line: int) -> dict[str, Any]:
        part = self.text(fields, "part", name, line)
        if part not in {str(step) for step in STEPS}:
            self.problem(f"part is a step of the month, 1 to {len(STEPS)}", line, name)
        return {
            "part": int(part) if part.isdigit() else 0,
            "kind": self.word(fields, "kind", KINDS, name, line),
            "evidence": self.word(fields, "evidence", EVIDENCE, name, line),
        }

    def word(self, fields: dict[str, Node], key: str, known: dict[str, Any], name: str, line: int) -> str:
        text = self.text(fields, key, name, line)
        if text and text not in known:
            self.problem(f"{key} is one of {', '.join(known)}", line, name, did_you_mean(text, known))
        return text


@cache
def month_assumptions() -> ParameterSet:
    """The levers and assumptions of the months as shipped; each value `.known[name]` is a MonthParameter.

    Raises InputError with every problem of every file.
    """
    return ParameterSet(read_files(sorted((paths.data() / "assumptions" / "months").glob("*.yaml")), MonthReader))


def month_parameter(name: str) -> MonthParameter:
    """A lever or assumption by name. Raises KeyError."""
    found = month_assumptions().known[name]
    assert isinstance(found, MonthParameter)
    return found


def unknown_assumption(name: str, **where: str | int | None) -> Problem:
    """A problem that says a name is no assumption of the months, with the nearest one."""
    known = month_assumptions().known
    return Problem(
        f"'{name}' is not an assumption of the months",
        way_out=did_you_mean(name, known, f"They are in data/assumptions/months: {', '.join(list(known)[:8])}, ..."),
        **where,  # type: ignore[arg-type]
    )
