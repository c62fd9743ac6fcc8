"""The law inside the months: its monthly quantities every month, its taxes once a year on what the months came to.

The law of a year reads monthly quantities as those of twelve equal months. Here they are given instead: the mean of the
months a person was there. The rules stay as they are, those of a reform too; what is given takes the place of the rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt

from fleksim.engine.compute import prepare, table_of
from fleksim.engine.law import Law
from fleksim.kernel.layout import NEVER, Amount, Face, Given, MonthRow, SupplementRow, YearRow
from fleksim.kernel.store import Kernel
from fleksim.kernel.written import load_inlined
from fleksim.parameters.values import MissingParameter
from fleksim.people.columns import COLUMNS
from fleksim.rules import Rule, Rulebook

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

MONTH_TARGETS = tuple(one.key for one in MonthRow)
SUPPLEMENT_TARGETS = tuple(one.key for one in SupplementRow)
YEAR_TARGETS = tuple(one.key for one in YearRow)

# What the law of the year is given: its quantity, the amount it comes from, and what a month's mean is multiplied by.
GIVEN: Mapping[str, tuple[tuple[Amount, ...], float]] = {
    "loen_md": ((Amount.LOEN,), 1.0),
    "arbejdsmarkedspension_md": ((Amount.EGEN_PENSION,), 1.0),
    "atp_loen": ((Amount.ATP_LOEN,), 1.0),
    "atp_loen_i_alt": ((Amount.ATP_LOEN_I_ALT,), 1.0),
    "fleksloentilskud": ((Amount.FLEKSLOENTILSKUD,), 1.0),
    "atp_fleksloentilskud": ((Amount.ATP_FLEKSLOENTILSKUD,), 1.0),
    "atp_fleksjob_stat": ((Amount.ATP_FLEKSJOB_STAT,), 1.0),
    "ledighedsydelse": ((Amount.LEDIGHEDSYDELSE,), 1.0),
    "ydelse_md": ((Amount.LEDIGHEDSYDELSE, Amount.ANDEN_YDELSE), 1.0),
    "atp_ydelse": ((Amount.ATP_YDELSE,), 1.0),
    "atp_ydelse_i_alt": ((Amount.ATP_YDELSE_I_ALT,), 1.0),
    "pension_aar": ((Amount.PENSION,), 12.0),
    "atp_pension": ((Amount.ATP_PENSION,), 12.0),
    "atp_pension_i_alt": ((Amount.ATP_PENSION_I_ALT,), 12.0),
    "loenrefusion": ((Amount.LOENREFUSION,), 12.0),
}
# Columns of a case that the month sets, by the row of `face`; hours of the supplement are those of the month before.
_FACES = {
    "status": Face.STATUS,
    "hours": Face.HOURS,
    "hourly_wage": Face.WAGE,
    "ly_rate": Face.LY_RATE,
    "ly_fleksjob_months": Face.FLEKSJOB_MONTHS,
    "benefit_weeks": Face.WEEKS,
}
_OTHER = {"other_transfer": Amount.FLEKSYDELSE}
_OERE = 100.0
# GIVEN as the kernel reads it: the amounts of each, and the oere that are one of its unit.
_PARTS = np.array([[*amounts, NEVER][:2] for amounts, _ in GIVEN.values()], np.int64)
_UNITS = np.array([_OERE / factor for _, factor in GIVEN.values()])
_MOVED_BY_WAGES = (
    "rent",
    "daycare_fee",
    "union_dues",
    "akasse",
    "private_pension",
    "capital_income",
    "partner_wage",
    "partner_transfer",
    "partner_capital_income",
)


@cache
def _yearly_book(book: Rulebook) -> Rulebook:
    """The book in which the months' quantities are given instead of computed."""
    rules: dict[str, Rule] = {name: one for name, one in book.rules.items() if name not in GIVEN}
    return Rulebook(rules, {**book.fields, **dict.fromkeys(GIVEN, False)})


class Prepared:
    """A law's kernel for some targets, with its table of numbers."""

    def __init__(self, law: Law, targets: tuple[str, ...]) -> None:
        self.law = law
        linked, self.kernel = prepare([law], targets, "none")
        self.columns, self.rows, self.count = linked.columns, linked.rows, len(targets)
        self.table = table_of([law], linked.parameters)
        self.missing = linked.reports_missing
        self.parameters = linked.parameters

    def run(self, columns: Mapping[str, Floats], out: Floats, size: int) -> None:
        """The first `size` persons. out: dims (row, 1, person). Raises MissingParameter."""
        kernel: Kernel = self.kernel
        kernel(*(columns[name] for name in self.columns), self.table, out, 0, size)
        if self.missing and out[-1, 0, :size].any():
            lost = next(name for name in self.parameters if name not in vars(self.law.p))
            raise MissingParameter(lost, self.law.day, self.law.parameters.known.get(lost))


class MonthlyLaw:
    """The law of a month: what it gives by the hours of the month and by those of the month before."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.month, self.supplement = Prepared(law, MONTH_TARGETS), Prepared(law, SUPPLEMENT_TARGETS)


class YearlyLaw:
    """The law of a year on the months' sums."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.year = Prepared(replace(law, book=_yearly_book(law.book)), YEAR_TARGETS)


class Purse:
    """The money of some persons while their months go by: columns the law reads, amounts of the year, results."""

    def __init__(self, columns: Mapping[str, Floats], face: Floats) -> None:
        size = face.shape[1]
        self.columns: dict[str, Floats] = {**columns, **{name: face[row] for name, row in _FACES.items()}}
        self.supplement = {**self.columns, "hours": face[Face.BASIS]}
        self.sums = np.zeros((len(Amount), size), np.int64)
        self.means = np.zeros((len(GIVEN), size))
        self.given = {**dict(zip(GIVEN, self.means, strict=True)), **{name: np.zeros(size) for name in _OTHER}}
        self.beside = np.zeros((len(Given), size))
        self.month_rows = np.zeros((len(MonthRow) + 1, 1, size))
        self.supplement_rows = np.zeros((len(SupplementRow) + 1, 1, size))
        self.year_rows = np.zeros((len(YearRow) + 1, 1, size))
        self.other = columns["other_transfer"].copy()

    def of_month(self, law: MonthlyLaw, size: int) -> tuple[Floats, Floats]:
        """The law's quantities of the month, dims (row, person) each. Raises MissingParameter."""
        law.month.run(self.columns, self.month_rows[: law.month.rows], size)
        law.supplement.run(self.supplement, self.supplement_rows[: law.supplement.rows], size)
        return self.month_rows[: len(MonthRow), 0], self.supplement_rows[: len(SupplementRow), 0]

    def of_year(self, law: YearlyLaw, present: npt.NDArray[np.int32], size: int) -> Floats:
        """The law's quantities of the year on what the months came to, dims (row, person). Raises MissingParameter."""
        months = np.maximum(present[:size], 1)
        load_inlined("means")(self.sums, present, _PARTS, _UNITS, self.means, 0, size)
        self.given["other_transfer"][:size] = self.other[:size] + self.sums[Amount.FLEKSYDELSE, :size] / (_OERE / 12.0) / months
        law.year.run({**self.columns, **self.given}, self.year_rows[: law.year.rows], size)
        return self.year_rows[: len(YearRow), 0]

    def beside_law(self) -> Floats:
        """Amounts of the year that the person's columns give, dims (given, person) [kr]."""
        columns = self.columns
        self.beside[Given.ANDEN_INDKOMST] = columns["other_wage"] + self.other + columns["capital_income"] + columns["business_income"]
        self.beside[Given.ANDEN_PENSION] = columns["other_employer_pension"] + columns["other_atp"]
        self.beside[Given.PRIVAT_PENSION] = columns["private_pension"]
        return self.beside

    def new_year(self, year: int, factor: float, came: int) -> None:
        """The year is another; amounts of the person's own follow wages, of the `came` first: those who come later are at the level of their entry."""
        self.columns["year"][:] = year
        if factor != 1.0:
            self.move(factor, slice(0, came))

    def move(self, factor: float | Floats, persons: slice | npt.NDArray[np.bool_]) -> None:
        """Multiply amounts of some persons' own that follow wages."""
        for name in _MOVED_BY_WAGES:
            self.columns[name][persons] *= factor
        self.other[persons] *= factor


assert set(COLUMNS) >= set(_FACES) | set(_MOVED_BY_WAGES) | set(_OTHER)
