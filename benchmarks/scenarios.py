"""Many scenarios at once: what one pass over the persons saves, and whether cost is a straight line.

100,000 synthetic persons of every status. Once the bare kernel, with all laws in one call or one call a law; once whole
simulations (measures, marginal rates, all groups, inequality), together or one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa

from batches import YEAR, reforms
from fleksim.analysis.evaluation import SLICE, whole_columns
from fleksim.analysis.measures import STATIC_TARGETS
from fleksim.analysis.simulate import Simulation, law_of
from fleksim.engine.compute import compute
from fleksim.engine.law import Law
from fleksim.population.recipe import recipe
from fleksim.population.schema import kernel_columns
from timing import Row, in_turns

PERSONS = 100_000
SCENARIOS = 20
LAWS = (2, 5, 10, 20, 40)
# Below these the inequality of each scenario, the same for any number of persons, is most of the cost.
SIZES = (100_000, 300_000, 1_000_000)
LINEAR = (0.9, 1.1)


def persons(size: int) -> pa.Table:
    return recipe(size, YEAR).block(0, size)


def slope(points: Mapping[int, float]) -> float:
    """Of log cost on log size: 1 is a straight line through zero."""
    return float(np.polyfit(np.log(list(points)), np.log(list(points.values())), 1)[0])


def linear(what: str, points: Mapping[int, float]) -> Row:
    found = slope(points)
    return Row(what, f"{found:.3f}", f"linear: {LINEAR[0]} to {LINEAR[1]}", LINEAR[0] <= found <= LINEAR[1])


def kernel_rows(table: pa.Table, turns: int) -> list[Row]:
    """One call of the kernel with every law against a call a law: every measure's quantities, slice by slice."""
    laws = list(reforms(law_of(table), SCENARIOS).values())
    columns = whole_columns(kernel_columns(table), table.num_rows)
    parts = [{name: column[low : low + SLICE] for name, column in columns.items()} for low in range(0, table.num_rows, SLICE)]

    def one_call(targets: tuple[str, ...]) -> Callable[[], object]:
        return lambda: [compute(laws, part, targets) for part in parts]

    def single_calls(targets: tuple[str, ...]) -> Callable[[], object]:
        return lambda: [compute([law], part, targets) for law in laws for part in parts]

    rows = []
    for title, targets in (("disposable income", ("disponibel_indkomst",)), (f"{len(STATIC_TARGETS)} quantities", STATIC_TARGETS)):
        together, single = one_call(targets), single_calls(targets)
        same(np.concatenate([compute(laws, part, targets) for part in parts], axis=2), laws, columns, targets)
        found = in_turns({"together": together, "single": single}, turns)
        ratio = found["single"].median / found["together"].median
        each = found["together"].median / SCENARIOS / table.num_rows * 1e9
        rows.append(
            Row(
                f"{SCENARIOS} reforms in one kernel call, {title}",
                f"{ratio:.1f} times cheaper than {SCENARIOS} calls; {each:.0f} ns/person/reform",
                "cheaper",
                ratio > 1.0,
            )
        )
    return rows


def same(together: np.ndarray, laws: list[Law], columns: Mapping[str, np.ndarray], targets: tuple[str, ...]) -> None:
    """Raises AssertionError if a law gives another digit alone than among others."""
    for index, law in enumerate(laws):
        np.testing.assert_array_equal(together[:, index], compute([law], columns, targets)[:, 0])


def measure(turns: int = 3) -> list[Row]:
    """The factor of one pass, and the slopes of cost on laws and on persons."""
    table = persons(PERSONS)
    rows = kernel_rows(table, turns * 3)
    simulation = Simulation(table, law_of(table))
    changed = reforms(simulation.baseline, SCENARIOS)
    together = in_turns({"together": lambda: simulation.run(changed), "single": lambda: [simulation.run({key: law}) for key, law in changed.items()]}, turns)
    ratio = together["single"].median / together["together"].median
    rows.append(
        Row(
            f"{SCENARIOS} reforms in one simulation of {PERSONS:,} persons",
            f"{together['together'].median:.2f} s: {ratio:.1f} times cheaper than {SCENARIOS} simulations",
            "cheaper",
            ratio > 1.0,
        )
    )
    return [*rows, *_laws(simulation, turns), *_persons(turns)]


def _laws(simulation: Simulation, turns: int) -> list[Row]:
    runs = {str(count): (lambda count=count: simulation.run(reforms(simulation.baseline, count - 1))) for count in LAWS}
    points = {int(name): one.median for name, one in in_turns(runs, turns).items()}
    a_law = (points[LAWS[-1]] - points[LAWS[0]]) / (LAWS[-1] - LAWS[0]) / PERSONS
    told = ", ".join(f"{count}: {seconds:.2f} s" for count, seconds in points.items())
    return [
        Row(f"Simulation of {PERSONS:,} persons by laws", f"{told}; {a_law * 1e6:.2f} microseconds/person/law"),
        linear("Slope of log time on log laws", points),
    ]


def _persons(turns: int) -> list[Row]:
    runs = {}
    for size in SIZES:
        table = persons(size)
        simulation = Simulation(table, law_of(table))
        runs[str(size)] = lambda simulation=simulation: simulation.run(reforms(simulation.baseline, 3))
    points = {int(name): one.median for name, one in in_turns(runs, turns).items()}
    told = ", ".join(f"{size:,}: {seconds:.2f} s" for size, seconds in points.items())
    return [Row("Simulation of 4 laws by persons", told), linear("Slope of log time on log persons, 4 laws", points)]


if __name__ == "__main__":
    from timing import table as shown

    print(shown(measure()))
