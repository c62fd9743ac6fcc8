"""Inequality and poverty from histograms: textbook values, exact sums, standard errors; the published lines beside them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from fleksim.analysis.assumptions import analysis_parameters, poverty_lines, tilbageloeb
from fleksim.analysis.inequality import (
    BINS,
    HIGHEST_EDGE,
    REPLICATES,
    Bins,
    Histogram,
    decile_edges,
    decile_of,
    difference_measures,
    histogram,
    measure_names,
    measures,
    replicate_of,
)
from fleksim.parameters.formulas import recompute
from fleksim.parameters.values import MissingParameter

LINES = {"50": 141_930.0, "60": 170_316.0}
CUT = Bins.cut_at(LINES)


def of_kroner(kroner, weight=None, ids=None, bins=BINS) -> Histogram:
    """A histogram of incomes in kroner; everybody weighs 1,000 and is numbered in order unless something else is given."""
    oere = np.rint(np.asarray(kroner, float) * 100).astype(np.int64)
    weight = np.full(oere.size, 1000) if weight is None else np.asarray(weight)
    ids = np.arange(oere.size) if ids is None else ids
    return histogram(oere, weight.astype(np.int64), replicate_of(np.asarray(ids, np.int64)), bins)


def value(kroner, name, lines=None, **given):
    return measures(of_kroner(kroner, **given), lines or {})[name][0]


@pytest.fixture(scope="module")
def sample():
    """Incomes [kr] and weights of 200,000 persons, some of them negative, zero or beyond the highest bin."""
    chance = np.random.default_rng(3)
    incomes = np.round(chance.lognormal(np.log(250_000.0), 0.45, 200_000), 2)
    incomes[:300] = -np.round(chance.random(300) * 200_000.0, 2)
    incomes[300:600] = 0.0
    incomes[600:620] = 3_000_000.0 + np.round(chance.random(20) * 1_500_000.0)
    return incomes, chance.integers(1, 40_000, incomes.size)


@pytest.fixture(scope="module")
def whole(sample):
    return of_kroner(*sample, bins=CUT)


def exact(incomes, weight) -> dict[str, float]:
    """The measures computed person by person."""
    order = np.argsort(incomes, kind="stable")
    y, w = incomes[order], weight[order].astype(float)
    persons, mean = w.sum(), (w * y).sum() / w.sum()
    positive = np.maximum(y, 0.0)
    lorenz = np.cumsum(w * positive)
    found = {"mean": mean, "median": y[np.searchsorted(np.cumsum(w), persons / 2)]}
    found["gini"] = 1.0 - (w * (2.0 * lorenz - w * positive)).sum() / persons / lorenz[-1]
    floor = np.maximum(y, 0.01 * mean)
    of_floor = (w * floor).sum() / persons
    found["atkinson_05"] = 1.0 - ((w * np.sqrt(floor)).sum() / persons) ** 2 / of_floor
    found["atkinson_1"] = 1.0 - np.exp((w * np.log(floor)).sum() / persons) / of_floor
    up_to = np.concatenate([[0.0], np.interp(np.arange(1, 11) / 10 * persons, np.cumsum(w), np.cumsum(w * y))])
    found |= {f"share_{tenth + 1}": share for tenth, share in enumerate(np.diff(up_to) / (w * y).sum())}
    for name, line in LINES.items():
        gap = np.clip((line - positive) / line, 0.0, None)
        found |= {f"fgt{power}_{name}": (w * (y < line) * gap**power).sum() / persons for power in (0, 1, 2)}
    return found


# --- textbook values -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [2, 3, 5, 10])
def test_gini_of_the_first_whole_numbers(size):
    """Incomes 1, 2, ..., n: (n - 1) / 3n."""
    assert value(np.arange(1, size + 1) * 100_000.0, "gini") == pytest.approx((size - 1) / (3 * size), rel=1e-12)


@pytest.mark.parametrize("size", [2, 4, 20])
def test_gini_where_one_has_all(size):
    assert value([0.0] * (size - 1) + [400_000.0], "gini") == pytest.approx((size - 1) / size, rel=1e-12)


def test_negative_incomes_count_as_nothing_in_the_gini():
    assert value([-300_000.0, 400_000.0], "gini") == pytest.approx(0.5, rel=1e-12)
    assert value([-300_000.0, 400_000.0], "mean") == 50_000.0


def test_atkinson_of_two():
    """100,000 and 400,000: as good as 225,000 each (epsilon 0.5) or 200,000 (epsilon 1), of 250,000."""
    assert value([100_000.0, 400_000.0], "atkinson_05") == pytest.approx(0.1, rel=1e-11)
    assert value([100_000.0, 400_000.0], "atkinson_1") == pytest.approx(0.2, rel=1e-11)


@pytest.mark.parametrize("low", [0.0, -90_000.0, 1.0])
def test_atkinson_takes_the_lowest_incomes_for_a_hundredth_of_the_mean(low):
    mean = (low + 400_000.0) / 2.0
    least = 0.01 * mean
    wanted = 1.0 - np.sqrt(least * 400_000.0) / ((least + 400_000.0) / 2.0)
    assert value([low, 400_000.0], "atkinson_1") == pytest.approx(wanted, rel=1e-11)


def test_poverty_of_four():
    incomes, line = [50_000.0, 100_000.0, 150_000.0, 200_000.0], {"a": 120_000.0}
    gaps = (70 / 120, 20 / 120)
    assert value(incomes, "fgt0_a", line) == 0.5
    assert value(incomes, "fgt1_a", line) == pytest.approx(sum(gaps) / 4, rel=1e-12)
    assert value(incomes, "fgt2_a", line) == pytest.approx(sum(gap * gap for gap in gaps) / 4, rel=1e-12)


def test_who_is_at_the_line_is_not_below_it():
    line = {"a": 123_456.78}
    bins = Bins.cut_at(line)
    assert value([123_456.77, 123_456.78], "fgt0_a", line, bins=bins) == 0.5


def test_no_gap_is_more_than_the_whole_line():
    assert value([-500_000.0, 300_000.0], "fgt2_a", {"a": 100_000.0}) == 0.5


def test_median_of_odd_and_even_numbers_of_persons():
    assert value([100_000.0, 200_000.0, 300_000.0], "median") == 200_000.0
    assert value([100_000.0, 200_000.0, 300_000.0, 400_000.0], "median") == 250_000.0


def test_shares_of_tenths_of_ten_persons():
    incomes = np.arange(1, 11) * 100_000.0
    shares = [value(incomes, f"share_{tenth}") for tenth in range(1, 11)]
    assert shares == pytest.approx(incomes / incomes.sum(), rel=1e-9)


# --- against persons one by one -----------------------------------------------------------------------------------------


def test_a_large_sample_is_measured_as_person_by_person(sample, whole):
    wanted = exact(*sample)
    found = {name: estimate[0] for name, estimate in measures(whole, LINES).items()}
    assert list(found) == measure_names(LINES)
    assert found.keys() == wanted.keys()
    assert found == pytest.approx(wanted, rel=1e-4)


def test_lines_that_cut_bins_are_exact_to_the_person(sample, whole):
    wanted = exact(*sample)
    found = measures(whole, LINES)
    for name in ("fgt0_50", "fgt1_50", "fgt0_60", "fgt1_60"):
        assert found[name][0] == pytest.approx(wanted[name], rel=1e-12)


def test_a_line_within_a_bin_is_right_to_a_part_of_the_bin(sample):
    wanted, found = exact(*sample), measures(of_kroner(*sample), LINES)
    assert found["fgt0_50"][0] == pytest.approx(wanted["fgt0_50"], rel=1e-3)
    assert found["fgt1_50"][0] == pytest.approx(wanted["fgt1_50"], rel=1e-5)


def test_a_quantile_within_a_bin_takes_its_incomes_as_evenly_spread():
    incomes = 100_000.0 + np.arange(1_000) * 0.5
    shares = incomes.reshape(10, 100).sum(axis=1) / incomes.sum()
    found = measures(of_kroner(incomes), {"a": 100_125.0})
    assert [found[f"share_{tenth}"][0] for tenth in range(1, 11)] == pytest.approx(shares, rel=1e-5)
    assert found["median"][0] == pytest.approx(np.median(incomes), abs=0.01)
    assert found["fgt0_a"][0] == pytest.approx(0.25, abs=0.001)
    assert found["fgt1_a"][0] == pytest.approx(np.maximum(1.0 - incomes / 100_125.0, 0.0).mean(), rel=0.01)


# --- what the measures promise ------------------------------------------------------------------------------------------

RELATIVE = ("gini", "atkinson_05", "atkinson_1", "share_1", "share_5", "share_10")


@pytest.mark.parametrize("factor", [0.5, 1.7, 2.0])
def test_relative_measures_do_not_know_the_scale(factor):
    incomes = np.random.default_rng(4).lognormal(np.log(250_000.0), 0.4, 50_000)
    before, after = measures(of_kroner(incomes), {}), measures(of_kroner(incomes * factor), {})
    for name in RELATIVE:
        assert after[name][0] == pytest.approx(before[name][0], rel=1e-4)
    assert after["median"][0] == pytest.approx(factor * before["median"][0], rel=1e-4)


def test_a_transfer_from_rich_to_poor_lowers_inequality_and_keeps_the_mean():
    before = measures(of_kroner([120_000.0, 200_000.0, 500_000.0]), {"a": 150_000.0})
    after = measures(of_kroner([130_000.0, 200_000.0, 490_000.0]), {"a": 150_000.0})
    assert after["mean"][0] == before["mean"][0]
    for name in ("gini", "atkinson_05", "atkinson_1", "fgt1_a", "fgt2_a", "share_10"):
        assert after[name][0] < before[name][0]


def test_a_population_twice_is_the_same_population(sample):
    incomes, weight = sample
    once = measures(of_kroner(incomes, weight), LINES)
    twice = measures(of_kroner(np.tile(incomes, 2), np.tile(weight, 2)), LINES)
    heavy = measures(of_kroner(incomes, weight * 2), LINES)
    for name, (found, error) in once.items():
        assert twice[name][0] == pytest.approx(found, rel=1e-12)
        assert heavy[name] == pytest.approx((found, error), rel=1e-9)


# --- sums of whole numbers ----------------------------------------------------------------------------------------------


def same(one: Histogram, other: Histogram) -> bool:
    return one.bins == other.bins and all(np.array_equal(array, other.to_arrays()[name]) for name, array in one.to_arrays().items())


def test_blocks_in_any_order_make_the_same_histogram(sample, whole):
    incomes, weight = sample
    order = np.random.default_rng(5).permutation(incomes.size)
    total = Histogram.empty(CUT)
    for ids in np.array_split(order, 13):
        total = total + of_kroner(incomes[ids], weight[ids], ids, CUT)
    assert same(total, whole)
    assert measures(total, LINES) == measures(whole, LINES)


def test_millions_in_one_bin_are_still_summed_exactly():
    """Five million odd halves: beyond the 53 bits in which a block is summed."""
    income, size = 2**32 - 1, 5_000_001
    h = histogram(np.full(size, income), np.ones(size, np.int64), np.zeros(size, np.int64))
    assert (int(h.high.sum()) << 32) + int(h.low.sum()) == income * size
    assert h.weight[0, -1] == size


def test_sums_are_exact_at_the_bounds():
    income = np.array([2**35 - 1, -(2**35) + 1, 2**35 - 1, 7], np.int64)
    weight = np.array([2**28 - 1, 2**28 - 1, 2**28 - 3, 2**28 - 1], np.int64)
    h = histogram(income, weight, np.zeros(4, np.int64))
    total = (int(h.high.sum()) << 32) + int(h.low.sum())
    assert total == sum(int(one) * int(other) for one, other in zip(income, weight, strict=True))
    assert h.weight.sum() == weight.sum()


def test_arrays_bring_a_histogram_back(whole):
    assert same(Histogram.from_arrays(whole.to_arrays()), whole)
    with pytest.raises(ValueError, match="20 replicates"):
        Histogram.from_arrays({**whole.to_arrays(), "lines": np.array([], np.int64)})


def test_every_bin_begins_where_its_edge_says():
    edges = CUT.edges
    assert edges.size + 1 == CUT.size == BINS.size + len(CUT.lines)
    assert np.array_equal(CUT.of(edges), np.arange(1, CUT.size))
    assert np.array_equal(CUT.of(edges - 1), np.arange(CUT.size - 1))


@pytest.mark.parametrize(
    ("income", "weight", "replicate", "complaint"),
    [
        ([1, 2], [1], [0], "not of the same persons"),
        ([1], [-1], [0], "a weight is out of range"),
        ([1], [2**28], [0], "a weight is out of range"),
        ([2**35], [1], [0], "an income is out of range"),
        ([1], [1], [REPLICATES], "group is out of range"),
        ([1], [1], [-1], "group is out of range"),
    ],
)
def test_what_cannot_be_summed_is_refused(income, weight, replicate, complaint):
    with pytest.raises(ValueError, match=complaint):
        histogram(*(np.array(column, np.int64) for column in (income, weight, replicate)))


@pytest.mark.parametrize("line", [0.0, -1.0, HIGHEST_EDGE / 100 + 1, float("inf"), float("nan")])
def test_lines_out_of_range_are_refused(line):
    with pytest.raises(ValueError, match="a line lies between"):
        Bins.cut_at({"a": line})
    with pytest.raises(ValueError, match="a line lies between"):
        measures(of_kroner([1.0]), {"a": line})


def test_histograms_of_other_bins_or_persons_are_not_compared():
    with pytest.raises(ValueError, match="do not add up"):
        of_kroner([1.0]) + of_kroner([1.0], bins=CUT)
    with pytest.raises(ValueError, match="same persons and bins"):
        difference_measures(of_kroner([1.0]), of_kroner([1.0, 2.0]), {})


# --- standard errors ----------------------------------------------------------------------------------------------------


def test_groups_are_of_the_person_alone_and_of_equal_size():
    ids = np.arange(-100_000, 100_000)
    groups = replicate_of(ids)
    assert np.array_equal(replicate_of(ids[::-1]), groups[::-1])
    assert groups.min() == 0 and groups.max() == REPLICATES - 1
    assert np.bincount(groups) == pytest.approx(ids.size / REPLICATES, rel=0.04)
    assert replicate_of(np.arange(8)).tolist() == [replicate_of(np.array([one]))[0] for one in range(8)]


def test_error_of_the_mean_is_that_of_the_textbook():
    """The mean of 40 samples: the jackknife's variance against the variance of incomes over the number of persons."""
    chance = np.random.default_rng(6)
    found = []
    for sample in range(40):
        incomes = chance.lognormal(np.log(250_000.0), 0.4, 2_000)
        error = measures(of_kroner(incomes, ids=np.arange(2_000) + 2_000 * sample), {})["mean"][1]
        found.append(error**2 / (incomes.var(ddof=1) / incomes.size))
    assert np.mean(found) == pytest.approx(1.0, abs=0.12)


def test_error_of_the_gini_is_the_spread_of_samples():
    chance = np.random.default_rng(7)
    estimates = [measures(of_kroner(chance.lognormal(12.4, 0.4, 2_000), ids=np.arange(2_000) + 2_000 * one), {})["gini"] for one in range(60)]
    values, errors = np.array(estimates).T
    assert np.sqrt(np.mean(errors**2)) == pytest.approx(values.std(ddof=1), rel=0.3)


def test_a_difference_is_measured_more_closely_than_a_level(sample):
    """1,000 kr to everybody: the mean rises by 1,000 without an error, the Gini coefficient falls with a small one."""
    incomes, weight = sample
    base, reform = of_kroner(incomes, weight), of_kroner(incomes + 1_000.0, weight)
    found, level = difference_measures(base, reform, LINES), measures(base, LINES)
    assert found["mean"] == pytest.approx((1_000.0, 0.0), abs=1e-6)
    assert found["gini"][0] == measures(reform, LINES)["gini"][0] - level["gini"][0] < 0.0
    assert 0.0 < found["gini"][1] < 0.05 * level["gini"][1]


def test_difference_of_a_histogram_to_itself_is_exactly_nothing(whole):
    assert set(difference_measures(whole, Histogram.from_arrays(whole.to_arrays()), LINES).values()) == {(0.0, 0.0)}


def test_nobody_has_no_measures():
    found = measures(Histogram.empty(), LINES)
    assert list(found) == measure_names(LINES)
    assert np.isnan(list(found.values())).all()
    assert np.isnan(list(difference_measures(Histogram.empty(), Histogram.empty(), LINES).values())).all()
    assert decile_edges(Histogram.empty()).tolist() == [0] * 9


def test_one_person_has_measures_without_errors():
    found = measures(of_kroner([234_567.89]), {"a": 240_000.0})
    assert found["mean"][0] == found["median"][0] == 234_567.89
    assert found["gini"][0] == found["atkinson_05"][0] == found["atkinson_1"][0] == 0.0
    assert found["fgt0_a"][0] == 1.0
    assert np.isnan([error for _, error in found.values()]).all()


@pytest.mark.parametrize("incomes", [[0.0, 0.0], [-5.0, -5.0], [-5.0, 0.0]])
def test_no_income_at_all_has_no_inequality_to_measure(incomes):
    found = measures(of_kroner(incomes), {"a": 1_000.0})
    assert np.isnan([found[name][0] for name in ("gini", "atkinson_05", "atkinson_1", "share_1")]).all()
    assert found["fgt1_a"][0] == 1.0


# --- deciles ------------------------------------------------------------------------------------------------------------


def test_deciles_hold_a_tenth_of_the_persons_each(sample, whole):
    incomes, weight = sample
    edges = decile_edges(whole)
    assert np.isin(edges, CUT.edges).all() and (np.diff(edges) > 0).all()
    tenth = decile_of(np.rint(incomes * 100).astype(np.int64), edges)
    assert np.bincount(tenth, weights=weight) / weight.sum() == pytest.approx(0.1, abs=0.002)


def test_deciles_of_ten_persons_part_them_all():
    incomes = np.arange(1, 11) * 10_000_000
    edges = decile_edges(of_kroner(incomes / 100))
    assert decile_of(incomes, edges).tolist() == list(range(10))
    assert decile_of(edges, edges).tolist() == list(range(1, 10))


# --- poverty lines and the return through VAT ---------------------------------------------------------------------------


def test_assumptions_of_the_analysis_have_sources_and_bounds():
    known = analysis_parameters().known
    assert set(known) == {"fattigdomsgraense_50", "tilbageloebsfaktor", "vaekstkorrigeret_rente"}
    for parameter in known.values():
        for one in parameter.values:
            assert one.low is not None and one.high is not None and one.low <= one.value <= one.high, (parameter.name, one.since)
            assert one.note
            assert one.source.startswith("https://") or (one.is_assumption and one.confidence == "low" and one.low < one.high)
    assert recompute(analysis_parameters()) == []


def test_poverty_lines_are_shares_of_one_median():
    lines = poverty_lines(date(2023, 7, 1))
    assert lines == {"50": 142_800.0, "60": pytest.approx(1.2 * 142_800.0)}


def test_years_without_a_line_have_none():
    with pytest.raises(MissingParameter, match="fattigdomsgraense_50"):
        poverty_lines(date(2015, 1, 1))


def test_lines_of_later_years_are_higher():
    lines = [poverty_lines(date(year, 1, 1))["50"] for year in range(2016, 2027)]
    assert lines == sorted(set(lines))


def test_tilbageloeb_is_known_in_every_year():
    assert {tilbageloeb(date(year, 1, 1)) for year in range(2013, 2027)} == {0.23}
