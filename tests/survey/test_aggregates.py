"""Estimates from the sums of a data engine: R's figures, small tables worked by hand, and the memory engine's own."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido import survey
from tejido.catalogue.answers import Condition, FromAnswers
from tejido.errors import TejidoError
from tejido.survey import Statistic
from tejido.survey.aggregates import add_up, items_of
from tejido.survey.indicators import estimate_indicators
from tejido.survey.indicators_on import estimate_indicators_on
from tejido.survey.summed import Sampling, Sums, differential_sums, estimate_sums
from tests.survey import golden
from tests.survey.alike import same
from tests.survey.test_golden import columns_of, named, of_domain
from tests.survey.test_indicators import FORMULAS, persons

CASES = {
    "one": Sampling("w", "stratum", ("cluster",)),
    "withfpc": Sampling("w", "stratum", ("cluster",), ("n_clusters",)),
    "two": Sampling("w", "stratum", ("cluster", "home"), ("n_clusters", "n_homes")),
    "plain": Sampling("w"),
    "lonely_adjust": Sampling("w", "lonely_stratum", ("cluster",), lonely="adjust"),
    "lonely_certainty": Sampling("w", "lonely_stratum", ("cluster",), lonely="certainty"),
    "lonely_average": Sampling("w", "lonely_stratum", ("cluster",), lonely="average"),
}
FIGURES = golden.figures()
ESTIMATES = FIGURES[
    FIGURES["case"].isin(list(CASES)) & FIGURES["statistic"].isin(["mean", "total", "proportion", "ratio"])
]
ASKED = survey.mean("income") + survey.proportion("yes", "kind", "size=3") + survey.total("income", "size")
ASKED += survey.ratio("income", "size")


def summed(
    table: pd.DataFrame, sampling: Sampling, asked: Sequence[Statistic], by: Sequence[str] = (), **more: str
) -> Sums:
    rows = ibis.memtable(table)
    return add_up(rows, sampling, items_of(rows, asked), by, **more)


def design(table: pd.DataFrame, sampling: Sampling) -> survey.Design:
    return survey.design(
        table, sampling.weight, sampling.strata, sampling.psu, sampling.fpc, lonely=sampling.lonely, file=None
    )


@pytest.fixture(scope="module")
def of_r() -> dict[tuple[str, str], pd.DataFrame]:
    """Every case and crossing that R estimated, estimated from sums."""
    crossed = ESTIMATES.assign(by=ESTIMATES["domain"].map(lambda domain: ",".join(columns_of(domain))))
    made = {}
    for (case, by), rows in crossed.groupby(["case", "by"]):
        pairs = dict.fromkeys(rows[["statistic", "variable"]].itertuples(index=False, name=None))
        asked = [one for statistic, variable in pairs for one in golden.asked(statistic, variable)]
        made[case, by] = estimate_sums(summed(golden.sample(case), CASES[case], asked, by.split(",") if by else []))
    return made


@pytest.mark.parametrize(("case", "statistic", "variable", "domain"), named(ESTIMATES))
def test_an_estimate_from_sums_equals_that_of_r(case: str, statistic: str, variable: str, domain: str, of_r):
    wanted = ESTIMATES.set_index(["case", "statistic", "variable", "domain"]).loc[(case, statistic, variable, domain)]
    found = of_r[case, ",".join(columns_of(domain))]
    found = found[(found["statistic"] == statistic) & (found["variable"] == variable)]
    got = of_domain(found, domain)
    assert got["estimate"] == pytest.approx(wanted["estimate"], rel=1e-8)
    assert got["se"] == pytest.approx(wanted["se"], rel=1e-6)
    for name in ("df", "low", "high", "deff"):
        if np.isfinite(wanted[name]):
            assert got[name] == pytest.approx(wanted[name], rel=1e-6, abs=1e-9), name


def test_six_rows_give_what_one_works_out_by_hand():
    # Two clusters of three rows, all with weight 2: sums of y are 2 and 6 out of 6 each, so p = 8 / 12. The influence of a
    # cluster is (sum - p x 6) / 12: -1/6 and 1/6; the variance 2 / (2 - 1) x (1/36 + 1/36) = 1/9. Three households.
    table = pd.DataFrame({"psu": [1, 1, 1, 2, 2, 2], "w": 2, "y": [1, 0, 0, 1, 1, 1], "home": list("aabbbc")})
    got = estimate_sums(summed(table, Sampling("w", psu=("psu",)), survey.proportion("y"), household="home")).iloc[0]
    assert got["estimate"] == pytest.approx(8 / 12)
    assert got["se"] == pytest.approx(1 / 3)
    assert (got["n"], got["n_cases"], got["n_households"], got["df"], got["population"]) == (6, 4, 3, 1, 12)


@st.composite
def samples(draw: st.DrawFn) -> pd.DataFrame:
    """Rows in strata and clusters, two groups, three districts; answers, weights and districts may be missing or 0."""
    seed, n = draw(st.integers(0, 2**32 - 1)), draw(st.integers(12, 80))
    rng = np.random.default_rng(seed)
    cluster = rng.integers(0, draw(st.integers(4, 16)), n)
    table = pd.DataFrame(
        {
            "cluster": cluster, "stratum": cluster % draw(st.integers(1, 4)), "w": rng.gamma(2, 50, n),
            "clusters": 40 + 10 * (cluster % 2), "home": rng.integers(0, n, n), "group": rng.choice(["a", "b"], n),
            "district": rng.choice(["n", "s", "w"], n), "income": rng.normal(1000, 300, n), "yes": rng.random(n) < 0.4,
            "size": rng.integers(1, 7, n), "kind": rng.choice(["u", "v", "z"], n),
        }
    )  # fmt: skip
    table = table.astype({"yes": float, "size": float})
    table.loc[:5, ["kind", "size"]] = [["u", 3.0], ["v", 3.0], ["z", 1.0], ["u", 2.0], ["v", 5.0], ["z", 6.0]]
    for name in draw(st.sets(st.sampled_from(["income", "yes", "size", "district"]))):
        table.loc[6:, name] = table.loc[6:, name].where(rng.random(n - 6) > 0.3)
    if draw(st.booleans()):
        table.loc[6:, "w"] *= rng.random(n - 6) > 0.2
    return table


@settings(max_examples=8)
@given(
    samples(),
    st.sampled_from(["cluster", "rows"]),
    st.booleans(),
    st.sampled_from(["adjust", "certainty", "average"]),
    st.sampled_from([[], ["district"], ["district", "group"], ["stratum", "group"]]),
)
def test_sums_of_an_engine_give_the_figures_of_memory(table, units, strata, lonely, by):
    clustered = units == "cluster"
    sampling = Sampling("w", "stratum" if strata else None, ("cluster",) if clustered else (), lonely=lonely)
    made = summed(table, sampling, ASKED, by, household="home")
    same(survey.estimate(design(table, sampling), table, ASKED, by, household="home"), estimate_sums(made))
    if "group" in by and {"a", "b"} <= set(table.loc[table["w"] > 0].dropna(subset=by)["group"]):
        gaps = survey.differential(design(table, sampling), table, ASKED, "group", "a", "b", by)
        same(gaps, differential_sums(made, "a", "b"), 1e-8)


def test_rows_as_units_of_a_finite_population_give_the_figures_of_memory():
    table = golden.table("people").assign(rows=lambda frame: 400 + 100 * (frame["stratum"] == "s1"))
    sampling = Sampling("w", "stratum", (), ("rows",))
    asked = survey.mean("income") + survey.total("age") + survey.ratio("rent", "income") + survey.proportion("water")
    same(
        survey.estimate(design(table, sampling), table, asked, ["zone"]),
        estimate_sums(summed(table, sampling, asked, ["zone"])),
    )


def sampled(seed: int) -> pd.DataFrame:
    """The ten persons of `test_indicators`, drawn many times with weights and clusters."""
    rng = np.random.default_rng(seed)
    table = persons().iloc[rng.integers(0, 10, 200)].reset_index(drop=True)
    cluster = rng.integers(0, 20, 200)
    return table.assign(
        cluster=cluster, stratum=cluster % 4, weight=rng.gamma(2, 50, 200) * (rng.random(200) > 0.1),
        household=rng.integers(0, 60, 200), origin=rng.choice(["rm", "host", None], 200),
        schooling_years=table["schooling_years"] + rng.integers(0, 3, 200),
    )  # fmt: skip


@pytest.mark.parametrize("psu", [("cluster",), ()])
@pytest.mark.parametrize("by", [[], ["origin"], ["sex", "origin"]])
def test_indicators_on_an_engine_are_those_of_memory(psu, by):
    table, sampling = sampled(5), Sampling("weight", "stratum", psu)
    asked = {name: one for name, one in FORMULAS.items() if not ("sex" in by and name.startswith("gap"))}
    same(
        estimate_indicators(design(table, sampling), table, asked, by),
        estimate_indicators_on(ibis.memtable(table), sampling, asked, by),
    )


def test_what_is_no_number_in_a_file_of_another_program_is_a_missing_answer():
    columns = {"w": [1.0, 1.0, 2.0], "rooms": [3.0, float("nan"), 1.0], "yes": [1.0, float("nan"), 0.0]}
    rows = ibis.memtable(pa.table(columns))
    asked = survey.proportion("rooms=3", "yes") + survey.mean("rooms")
    got = estimate_sums(add_up(rows, Sampling("w"), items_of(rows, asked), ["rooms"]))
    assert got["n"].tolist() == [1] * 6  # one domain has no number: its row is in none
    whole = estimate_sums(add_up(rows, Sampling("w"), items_of(rows, asked)))
    assert whole.set_index("variable")["n"].to_dict() == {"rooms=3": 2, "yes": 2, "rooms": 2}
    assert whole["estimate"].tolist() == pytest.approx([5 / 3, 1 / 3, 1 / 3])


def test_a_ratio_over_nothing_is_missing_as_in_memory():
    table = pd.DataFrame({"w": 1.0, "y": [1.0, 2.0, 3.0], "none": 0.0})
    asked = survey.ratio("y", "none")
    got = estimate_sums(summed(table, Sampling("w"), asked))
    assert got["estimate"].isna().all()
    same(survey.estimate(survey.design(table, "w"), table, asked), got)


def test_flags_and_whole_numbers_meet_conditions_as_they_are_written():
    table = pd.DataFrame({"w": 1.0, "rooms": [1.0, 2.0, 2.0, np.nan], "owns": [True, False, True, True]})
    asked = {
        "two_rooms": FromAnswers("households", "share", of=(Condition("rooms", ("2", "many")),)),
        "owns": FromAnswers("households", "share", of=(Condition("owns", ("True",)),)),
    }
    got = estimate_indicators_on(ibis.memtable(table), Sampling("w"), asked, household=None)
    assert got["estimate"].tolist() == [pytest.approx(2 / 3), pytest.approx(3 / 4)]


OVERLAP = FromAnswers("persons", "gap", of=(Condition("age", low=30),), one=(Condition("sex", ("f",)),), other=())
WRONG = {
    "E101": (Sampling("w", "nowhere"), survey.mean("age"), {}),
    "E103": (Sampling("w"), survey.mean("zone"), {}),
    "E104": (Sampling("below"), survey.mean("age"), {}),
    "E105": (Sampling("w"), survey.proportion("age"), {}),
    "E106": (Sampling("w"), survey.proportion("name"), {}),
    "E107": (Sampling("w"), survey.proportion("zone=moon"), {}),
    "E113": (Sampling("w", "name", ("cluster",)), survey.mean("age"), {}),
    "E114": (Sampling("w", "stratum", ("cluster",), ("age",)), survey.mean("age"), {}),
    "E116": (Sampling("w", "stratum", ("cluster",), ("one",)), survey.mean("age"), {}),
    "E112": (Sampling("w", "stratum", ("cluster",), ("n_clusters", "n_homes")), survey.mean("age"), {}),
    "E902": (Sampling("w"), survey.quantile("age", 0.5), {}),
    "E903": (Sampling("w", "answered"), survey.mean("age"), {}),
}


@pytest.mark.parametrize("code", list(WRONG))
def test_what_an_engine_cannot_take_is_said_without_a_row(code: str):
    table = golden.table("people")
    table = table.assign(below=table["w"] - 1000, one=2.0, name=[f"n{row}" for row in range(len(table))])
    sampling, asked, more = WRONG[code]
    with pytest.raises(TejidoError) as raised:
        estimate_sums(summed(table, sampling, asked, **more))
    assert [(one.code, one.row) for one in raised.value.findings] == [(code, None)]


def test_a_table_without_rows_is_refused():
    with pytest.raises(TejidoError, match="E208"):
        summed(golden.table("people").iloc[:0], Sampling("w"), survey.mean("age"))


def test_a_quotient_of_two_groups_that_share_people_is_refused():
    with pytest.raises(TejidoError, match="E907"):
        estimate_indicators_on(ibis.memtable(persons()), Sampling("weight"), {"overlap": OVERLAP})


def test_a_person_without_a_household_is_refused():
    table = persons().assign(household=None)
    with pytest.raises(TejidoError, match="E903"):
        estimate_indicators_on(ibis.memtable(table), Sampling("weight"), {"gap": FORMULAS["gap_schooling"]})


def test_only_sums_leave_the_engine():
    table = golden.table("people")
    made = summed(table, CASES["one"], survey.mean("income"), ["zone"])
    assert len(made.frame) == len(table[["zone", "stratum", "cluster"]].drop_duplicates())
    rows = summed(table, Sampling("w", "stratum"), survey.mean("income"), ["zone"])
    assert len(rows.frame) == len(table[["zone", "stratum"]].drop_duplicates())
