"""What a search found, as a reform with its title and note, and as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fleksim.analysis.frontier import AXES, Frontier, Place
from fleksim.analysis.goal import QUANTITIES, Goal
from fleksim.analysis.simulate import Simulation
from fleksim.analysis.solve import Estimate, Solution, Solved, described
from fleksim.analysis.unknowns import Candidates, Unknown, with_numbers
from fleksim.output.basis import say
from fleksim.output.numbers import LANGUAGES, NOTHING, day_name, format_number, quantity
from fleksim.output.table import Column, Table
from fleksim.reforms.reader import MAX_TITLE, OWN
from fleksim.reforms.reform import Reform
from fleksim.reforms.write import reform_text

_FOUND = {"da": " (fundet: {})", "en": " (found: {})"}
_SIGNIFICANT = 4
# Rows of a frontier to show; a file has them all.
MOST_ROWS = 40


@dataclass(frozen=True)
class Found:
    """What a search found, with the reform it was asked for and the persons it was found on."""

    solved: Solved
    asked: Reform
    persons: Simulation

    @property
    def value(self) -> float:
        """The solution nearest today's number."""
        return self.solved.nearest.value

    @property
    def solutions(self) -> tuple[Solution, ...]:
        return self.solved.solutions

    @property
    def reform(self) -> Reform:
        """The reform with the solution nearest today's number, to apply; `to_yaml` writes it."""
        one = self.solved.nearest
        return found_reform(self.asked, self.persons, {self.solved.unknown.name: one.value}, self.solved.goal, one.achieved)

    def to_yaml(self) -> str:
        return reform_text(self.reform)

    def to_table(self, lang: str = "da") -> Table:
        return solution_table(self.solved, self.persons, lang)

    def to_text(self, lang: str = "da") -> str:
        return f"{self.reform.name(lang)}\n\n{self.to_table(lang).to_text()}"

    def to_dict(self) -> dict[str, Any]:
        return solved_as_dict(self.solved)


def found_reform(reform: Reform, simulation: Simulation, numbers: Mapping[str, float], goal: Goal, achieved: Estimate) -> Reform:
    """The reform with the numbers found, on the law they were found on, saying so in title and note."""
    made = with_numbers(reform, dict(numbers))
    return replace(
        made,
        title={lang: _title(reform, numbers, lang) for lang in LANGUAGES},
        note={lang: _note(reform, simulation, goal, achieved, lang) for lang in LANGUAGES},
        proposer=OWN,
        source=None,
        baseline=simulation.baseline.day,
        file=None,
    )


def chosen_reform(reform: Reform, simulation: Simulation, found: Frontier) -> Reform | None:
    """The reform with the point that is chosen, or None where there is no goal."""
    if found.goal is None or found.chosen is None:
        return None
    numbers = dict(zip((one.name for one in found.unknowns), found.chosen.point, strict=True))
    candidates = Candidates(simulation.but(groupings=()), reform, found.unknowns)
    [at] = described(candidates, [found.chosen.point], [found.goal.quantity])
    return found_reform(reform, simulation, numbers, found.goal, at[found.goal.quantity.key])


def _title(reform: Reform, numbers: Mapping[str, float], lang: str) -> str:
    tail = _FOUND[lang].format(", ".join(f"{name} = {_short(value, lang)}" for name, value in numbers.items()))
    return reform.name(lang)[: MAX_TITLE - len(tail)] + tail


def _short(value: float, lang: str) -> str:
    return format_number(float(f"{value:.{_SIGNIFICANT}g}") if abs(value) < 10**_SIGNIFICANT else round(value), lang, None)


def _note(reform: Reform, simulation: Simulation, goal: Goal, achieved: Estimate, lang: str) -> str:
    built = say(lang, f"Bygger på '{reform.name(lang)}' ({reform.proposer}).", f"Built on '{reform.name(lang)}' ({reform.proposer}).")
    return f"{built} {basis(simulation, goal, lang)}: {estimate(achieved, goal.quantity.unit, lang)}."


def basis(simulation: Simulation, goal: Goal | None, lang: str) -> str:
    """What a search rests on: goal, persons, law."""
    known, day = simulation.known, day_name(simulation.baseline.day, lang)
    size = format_number(simulation.persons.num_rows, lang, 0)
    who = say(lang, f"{size} personer", f"{size} persons")
    if known.get("kind") == "synthetic":
        who += say(lang, f" (syntetisk befolkning {known['year']}, frø {known['seed']})", f" (synthetic population of {known['year']}, seed {known['seed']})")
    met = say(lang, f"Mål: {goal}, på ", f"Goal: {goal}, on ") if goal else say(lang, "På ", "On ")
    return met + who + say(lang, f", loven pr. {day}, uden ændret adfærd", f", the law on {day}, with unchanged behaviour")


def estimate(one: Estimate, unit: str, lang: str) -> str:
    """An amount with its standard error, for a sentence."""
    achieved, error = (quantity(value, unit, lang, _decimals(unit)) if value == value else NOTHING for value in one)
    return say(lang, f"opnået {achieved}, standardfejl {error}", f"achieved {achieved}, standard error {error}")


def _decimals(unit: str) -> int | None:
    return {"andel": 3, "indeks": 5, "kr/aar": 0}.get(unit)


def solution_table(solved: Solved, simulation: Simulation, lang: str) -> Table:
    """Each solution as two columns: what the reform comes to with it, and the standard errors."""
    name = solved.unknown.name
    columns = [Column("quantity", say(lang, "Størrelse", "Quantity"), kind="text")]
    for index, solution in enumerate(solved.solutions, start=1):
        columns.append(Column(f"value_{index}", f"{name} = {_exact(solution.value, lang)}"))
        columns.append(Column(f"standard_error_{index}", say(lang, "Standardfejl", "Standard error")))
    columns.append(Column("unit", say(lang, "Enhed", "Unit"), kind="unit"))
    shown = {solved.goal.quantity.key: solved.goal.quantity, **QUANTITIES}
    rows: list[list[Any]] = []
    for key, one in shown.items():
        row: list[Any] = [one.title(lang)]
        for solution in solved.solutions:
            row += [_rounded(value, one.unit) for value in {**solution.quantities, solved.goal.quantity.key: solution.achieved}[key]]
        rows.append([*row, one.unit])
    return Table(f"{solved.unknown.title(lang)}: {name}", columns, rows, _notes(solved, simulation, lang), lang=lang)


def _rounded(value: float, unit: str) -> float | None:
    """As many digits as mean something: an oere, a ten-thousandth of a per cent."""
    if value != value:
        return None
    return round(value, {"andel": 6, "indeks": 6, "kr/aar": 2}.get(unit, 4)) + 0.0


def _exact(value: float, lang: str) -> str:
    return format_number(value, lang, None)


def _notes(solved: Solved, simulation: Simulation, lang: str) -> list[str]:
    one, today = solved.unknown, solved.unknown.today
    low, high = _exact(one.low, lang), _exact(one.high, lang)
    notes = [f"{basis(simulation, solved.goal, lang)}."]
    notes.append(say(lang, f"{one.name} er søgt fra {low} til {high}", f"{one.name} was sought from {low} to {high}"))
    notes[-1] += "." if today is None else say(lang, f"; den er {_exact(today, lang)} i dag.", f"; it is {_exact(today, lang)} today.")
    if len(solved.solutions) > 1:
        chosen = _exact(solved.nearest.value, lang)
        notes.append(say(lang, f"Flere løsninger; den nærmest dagens tal er {chosen}.", f"Several solutions; nearest to today's number is {chosen}."))
    for solution in solved.solutions:
        if solution.stretch[0] < solution.stretch[1]:
            ends = [_exact(end, lang) for end in solution.stretch]
            notes.append(say(lang, f"Målet holder fra {ends[0]} til {ends[1]}.", f"The goal holds from {ends[0]} to {ends[1]}."))
    for jump in solved.jumps:
        place, before, after = _exact(jump.value, lang), _exact(jump.before, lang), _exact(jump.after, lang)
        notes.append(say(lang, f"Ved {place} springer målet fra {before} til {after}.", f"At {place} the goal jumps from {before} to {after}."))
    return notes


def frontier_table(found: Frontier, simulation: Simulation, lang: str, *, every: bool = False) -> Table:
    """The efficient points by cost and those on the goal; every: all points that were looked at."""
    shown = [one for one in found.places if every or one.on_goal or (one.efficient and found.goal is None)]
    kept = shown if every else _thinned(shown)
    columns = [Column(one.name, one.name, one.unit if one.unit != "andel" else "") for one in found.unknowns]
    names = list(dict.fromkeys([*AXES, *([found.goal.quantity.key] if found.goal else [])]))
    known = {**QUANTITIES, **({found.goal.quantity.key: found.goal.quantity} if found.goal else {})}
    columns += [Column(name, known[name].title(lang), known[name].unit, _decimals(known[name].unit)) for name in names]
    columns.append(Column("efficient", say(lang, "Ingen bedre", "None better"), "ja/nej"))
    if found.goal:
        columns += [Column("on_goal", say(lang, "På målet", "On the goal"), "ja/nej"), Column("chosen", say(lang, "Valgt", "Chosen"), "ja/nej")]
    rows = [_row(one, found, names) for one in kept]
    notes = [f"{basis(simulation, found.goal, lang)}."]
    if len(kept) < len(shown):
        notes.append(say(lang, f"{len(kept)} af {len(shown)} punkter; --csv skriver alle.", f"{len(kept)} of {len(shown)} points; --csv writes all."))
    names_of = ", ".join(one.name for one in found.unknowns)
    return Table(say(lang, f"Udgift, nul-gevinst og tabere: {names_of}", f"Cost, zero gain and losers: {names_of}"), columns, rows, notes, lang=lang)


def _thinned(shown: Sequence[Place]) -> list[Place]:
    """At most so many rows, evenly, the first and last among them."""
    if len(shown) <= MOST_ROWS:
        return list(shown)
    return [shown[round(index * (len(shown) - 1) / (MOST_ROWS - 1))] for index in range(MOST_ROWS)]


def _row(one: Place, found: Frontier, names: Sequence[str]) -> list[Any]:
    marks: list[Any] = [one.efficient, *([one.on_goal, one is found.chosen] if found.goal else [])]
    return [*one.point, *(one.amounts[name] for name in names), *marks]


def solved_as_dict(solved: Solved) -> dict[str, Any]:
    """A search for programs: every solution with its quantities, and the places looked at."""
    return {
        **_of_unknown(solved.unknown),
        "goal": str(solved.goal),
        "solutions": [
            {
                "value": one.value,
                "stretch": list(one.stretch),
                "nearest_today": one is solved.nearest,
                "achieved": _estimate(one.achieved),
                "quantities": {name: _estimate(amount) for name, amount in one.quantities.items()},
            }
            for one in solved.solutions
        ],
        "jumps": [{"value": one.value, "before": one.before, "after": one.after} for one in solved.jumps],
        "scan": [{"value": float(place), "amount": float(amount)} for place, amount in zip(solved.places, solved.amounts, strict=True)],
    }


def _of_unknown(one: Unknown) -> dict[str, Any]:
    return {"name": one.name, "unit": one.unit, "today": one.today, "between": [one.low, one.high]}


def _estimate(one: Estimate) -> dict[str, float | None]:
    value, error = (None if number != number else number for number in one)
    return {"value": value, "standard_error": error}


def frontier_as_dict(found: Frontier) -> dict[str, Any]:
    """A frontier for programs: every point with its numbers, amounts and marks."""
    rows = [
        {
            "numbers": dict(zip((one.name for one in found.unknowns), place.point, strict=True)),
            "amounts": dict(place.amounts),
            "efficient": place.efficient,
            "on_goal": place.on_goal,
            "chosen": place is found.chosen,
        }
        for place in found.places
    ]
    return {"find": [_of_unknown(one) for one in found.unknowns], "goal": str(found.goal) if found.goal else None, "points": rows}
