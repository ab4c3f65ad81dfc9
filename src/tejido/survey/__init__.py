"""Surveys: from answers at doors to estimates that say how far they can be trusted.

In: a table of persons or households (one row each), the columns of its design, known totals, and what is asked. Out: tables
of estimates (standard error, interval, degrees of freedom, design effect, counts, quality) and of differentials between
groups. Pure functions on tables; no file is read here but the thresholds of quality. Results equal those of R's `survey`.
"""

from tejido.survey.answers import Answers, Statistic, mean, prepare, proportion, quantile, ratio, total
from tejido.survey.area_model import AreaModel, draws, fay_herriot
from tejido.survey.calibration import calibrate, poststratify, rake
from tejido.survey.comparisons import compare_indicators
from tejido.survey.design import LONELY, Design, Lonely, design, there
from tejido.survey.differentials import adjust_false_discovery, adjust_holm, differential
from tejido.survey.estimates import estimate
from tejido.survey.groups import (
    RULES,
    check_level,
    compared_groups,
    disability,
    household_groups,
    late_arrivals,
    not_asked,
    person_groups,
    years_since_arrival,
)
from tejido.survey.household_rules import RuleComparison, compare_rules
from tejido.survey.indicative import INDICATIVE, as_indicative, describe, describe_gap
from tejido.survey.indicators import estimate_indicators, replicate_indicators
from tejido.survey.merging import choose_level, merge_units
from tejido.survey.replicates import Method, replicate, replicate_design
from tejido.survey.sentences import sentence

__all__ = [
    "INDICATIVE", "LONELY", "RULES", "Answers", "AreaModel", "Design", "Lonely", "Method", "RuleComparison",
    "Statistic", "adjust_false_discovery", "adjust_holm", "as_indicative", "calibrate", "check_level", "choose_level",
    "compare_indicators", "compare_rules", "compared_groups", "describe", "describe_gap", "design", "differential",
    "disability", "draws", "estimate", "estimate_indicators", "fay_herriot", "household_groups", "late_arrivals",
    "mean", "merge_units", "not_asked", "person_groups", "poststratify", "prepare", "proportion", "quantile", "rake",
    "ratio", "replicate", "replicate_design", "replicate_indicators", "sentence", "there", "total",
    "years_since_arrival",
]  # fmt: skip
