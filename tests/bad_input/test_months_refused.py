"""What the months refuse: batches, forms of hazards and targets, each in plain words with the way out, and exit 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from fleksim.cli.main import main
from fleksim.dynamics.forms import forms_table, hazard_forms
from fleksim.dynamics.targets import month_targets
from fleksim.parameters.months import month_assumptions
from fleksim.problems import InputError

HEAD = "population: {size: 100, year: 2026}\nscenarios: [baseline, r.yaml]\noutputs: [dynamic]\n"
REFORM = "title: {da: Prøve, en: Test}\nfrom: 2026-07-01\nbaseline: {law: 2026-01-01}\nchanges: {assumptions: {sanktion_andel: 0.1}}\n"


def refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], dynamic: str = "", reform: str = REFORM, head: str = HEAD) -> str:
    """What is said of a batch; it must be refused before anything is written."""
    (tmp_path / "r.yaml").write_text(reform, encoding="utf-8")
    path = tmp_path / "b.yaml"
    path.write_text(head + (f"dynamic: {dynamic}\n" if dynamic else ""), encoding="utf-8")
    code = main(["run", str(path), "--out", str(tmp_path / "run")])
    out, err = capsys.readouterr()
    assert code == 2, err
    assert out == "" and "Traceback" not in err and not (tmp_path / "run").exists()
    return err


@pytest.mark.parametrize(
    ("dynamic", "says"),
    [
        ("{months: 0}", "0 is outside 1 to"),
        ("{months: -12}", "-12 is outside 1 to"),
        ("{months: 12.5}", "is not a whole number"),
        ("{months: 1000}", "is outside 1 to"),
        ("{months: 300, start: 2026-01}", "the months go to 2040-12"),
        ("{months: twelve}", "not a number"),
        ("{months: '12'}", "Write it without quotes"),
        ("{replications: 0}", "is outside 1 to"),
        ("{start: 2012-01}", "is not in 2026"),
        ("{start: 2025-12}", "Choose a month of 2026, or another year"),
        ("{start: 2026-13}", "is not a month"),
        ("{start: 2026}", "Write it as 2026-01"),
        ("{start: 2026-1}", "Write it as 2026-01"),
        ("{start: [2026]}", "is not a month"),
        ("{behaviour: elastisitet}", "is not one of none, elasticity, choice"),
        ("{behaviour: elasticity, behavior: choice}", "'behavior' is not a field here"),
        ("{uprating: -1}", "is outside 0 to 10"),
        ("{uprating: 50}", "is outside 0 to 10"),
        ("{money: maybe}", "is not one of yes, no"),
        ("{uncertainty: ja}", "is not one of yes, no"),
        ("{seed: -1}", "is outside 0 to"),
        ("[120]", "needs months"),
        ("120", "needs months"),
    ],
)
def test_a_wrong_request_is_refused(dynamic, says, tmp_path, capsys):
    err = refused(tmp_path, capsys, dynamic)
    assert says in err and "b.yaml:4" in err, err


def test_all_mistakes_are_told_at_once(tmp_path, capsys):
    err = refused(tmp_path, capsys, "{months: -1, start: 2026-99, behaviour: x, seed: 1.5}")
    assert err.count("b.yaml:4") >= 4


def test_months_that_are_not_asked_for_are_told(tmp_path, capsys):
    err = refused(tmp_path, capsys, "{months: 12}", head=HEAD.replace("[dynamic]", "[static]"))
    assert "outputs do not name dynamic" in err


def test_who_pays_is_not_known_before_the_ladder(tmp_path, capsys):
    head = "population: {size: 100, year: 2015}\nscenarios: [baseline]\noutputs: [dynamic]\n"
    err = refused(tmp_path, capsys, "{start: 2015-01, months: 12}", head=head)
    assert "before 2016 is not known" in err and "money: no" in err


def test_zero_persons_are_refused(tmp_path, capsys):
    assert "no persons" in refused(tmp_path, capsys, "{months: 12}", head=HEAD.replace("size: 100", "size: 0"))


def with_changes(changes: str, more: str = "") -> str:
    return f"title: {{da: Prøve, en: Test}}\nfrom: 2026-07-01\nbaseline: {{law: 2026-01-01}}\n{more}changes: {{assumptions: {changes}}}\n"


def test_a_limit_says_what_becomes_of_spells_that_have_lasted_longer(tmp_path, capsys):
    err = refused(tmp_path, capsys, "{months: 24}", with_changes("{tidsgraense_maaneder: 12}"))
    assert (
        "does not say what becomes of them" in err and "protection: {existing: keep}" in err and "tidsgraense_taeller_tidligere" in err and "b.yaml:2: r" in err
    )


@pytest.mark.parametrize(
    "fine",
    [
        with_changes("{tidsgraense_maaneder: 12, tidsgraense_taeller_tidligere: 1}"),
        with_changes("{tidsgraense_maaneder: 12}", "protection: {existing: keep}\n"),
    ],
)
def test_a_limit_that_says_so_runs(fine, tmp_path, capsys):
    (tmp_path / "r.yaml").write_text(fine, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(HEAD + "dynamic: {months: 8, replications: 1}\n", encoding="utf-8")
    from fleksim.batch.read import read_batch

    assert read_batch(tmp_path / "b.yaml").months is not None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ("{ledighed_til_job: 1.2}", "is no share"),
        ("{ledighed_til_job: -0.1}", "is negative"),
        ("{ledighed_til_job: 0.9}", "the chance of 'ledighed_til_job' is"),
        ("{job_ophoerer: 0.95}", "Lower the level or a factor"),
        ("{tidsgraense_maaneder: -3, tidsgraense_taeller_tidligere: 0}", "is negative"),
        ("{fastholdelse_maaneder: 4.5}", "is not a whole number"),
        ("{tilgang_faktor: 3}", "at most by 1.5"),
    ],
)
def test_an_impossible_hazard_or_lever_is_refused(changes, says, tmp_path, capsys):
    assert says in refused(tmp_path, capsys, "{months: 24}", with_changes(changes))


def test_a_reform_after_the_last_month_is_refused(tmp_path, capsys):
    err = refused(tmp_path, capsys, "{months: 12}", with_changes("{sanktion_andel: 0.1}").replace("2026-07-01", "2028-01-01"))
    assert "begins in 2028-01, after the last month 2026-12" in err


# --- forms and targets ---------------------------------------------------------------------------------------------------

FORM = 'doed:\n  form: {form}\n  source: assumption\n  confidence: low\n  note: "x"\n{more}'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (FORM.format(form="linear", more=""), "is not one of constant, piecewise, proportional, event"),
        (FORM.format(form="constant", more="  by_months: {0: 1}\n"), "a constant form has no by_months"),
        (FORM.format(form="proportional", more="  by_months: {0: 1}\n"), "a proportional form has no by_months"),
        (FORM.format(form="piecewise", more=""), "a piecewise form needs"),
        (FORM.format(form="piecewise", more="  by_months: {3: 1, 6: 2}\n"), "begins with month 0"),
        (FORM.format(form="piecewise", more="  by_months: {0: 1, 500: 2}\n"), "'500' is not a month from 0 to 60"),
        (FORM.format(form="piecewise", more="  by_months: {0: -1}\n"), "-1 is outside 0 to 20"),
        (FORM.format(form="piecewise", more="  by_months: {0: 100}\n"), "100 is outside 0 to 20"),
        (FORM.format(form="proportional", more="  by_age: {18: 1, 30: 1}\n"), "has no factor for 40, 50, 60, 65"),
        (FORM.format(form="proportional", more="  by_age: {17: 1}\n"), "'17' is not a group here"),
        (FORM.format(form="proportional", more="  by_hours: {1-6: 1}\n"), "'1-6' is not a group here"),
        (FORM.format(form="constant", more="").replace("doed", "doedelig"), "'doedelig' is not a field here"),
        (FORM.format(form="constant", more="").replace("  source: assumption\n", ""), "doed.source is missing"),
        (FORM.format(form="constant", more="").replace("low", "sure"), "is not one of high, medium, low"),
    ],
)
def test_a_wrong_form_is_refused_with_its_line(text, says, tmp_path):
    (tmp_path / "f.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        hazard_forms(tmp_path)
    assert says in str(caught.value) and "f.yaml:" in str(caught.value)


def test_a_hazard_without_a_form_is_told(tmp_path):
    (tmp_path / "f.yaml").write_text(FORM.format(form="constant", more=""), encoding="utf-8")
    with pytest.raises(InputError, match="the hazard 'foertidspension' has no form"):
        hazard_forms(tmp_path)


def test_shipped_hazards_are_chances_every_year():
    from datetime import date

    for year in range(2013, 2027):
        table = forms_table(month_assumptions(), date(year, 1, 1))
        assert (table >= 0.0).all() and (table[:, 0] < 1.0).all()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("T001,fit,", "T001,fitt,"), "'fitt' is not a use. Did you mean 'fit'?"),
        (("T001,fit,fleksjob,", "T001,fit,flexjob,"), "'flexjob' is not a measure"),
        (("2017-01,2017-12,63000", "2017-12,2017-01,63000"), "ends before it begins"),
        (("2017-01,2017-12,63000", "2020-01,2020-12,63000"), "is fitted and later than 2019"),
        (("2017-01,2017-12,63000", "2017-01,2017,63000"), "is not a month such as 2019-06"),
        (("T001,fit,fleksjob", "X001,fit,fleksjob"), "'T001' of targets.csv has no row"),
    ],
)
def test_a_wrong_target_is_refused(change, says, tmp_path):
    from fleksim import paths

    text = (paths.data() / "targets" / "months" / "months.csv").read_text(encoding="utf-8")
    assert text.count(change[0]) == 1, change[0]
    (tmp_path / "months.csv").write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        month_targets(tmp_path / "months.csv")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--size", "10"], "--size"),
        (["--out", "x.txt"], "should end in .yaml"),
        (["--csv", "x.txt"], "should end in .csv"),
        (["--check", "--out", "x.yaml"], "nothing is fitted with --check"),
        (["--replications", "0"], "--replications"),
    ],
)
def test_a_wrong_calibration_is_refused(arguments, says, capsys):
    assert main(["calibrate", *arguments]) == 2
    assert says in capsys.readouterr().err
