"""Surveys: from answers at doors to estimates that say how far they can be trusted.

In: a table of persons or households (one row each), the columns of its design, known totals, and what is asked. Out: tables
of estimates (standard error, interval, degrees of freedom, design effect, counts, quality) and of differentials between
groups. Pure functions on tables; no file is read here but the thresholds of quality. Results equal those of R's `survey`.
"""

from tejido.survey.answers import Answers, Statistic, mean, prepare, proportion, quantile, ratio, total
from tejido.survey.calibration import calibrate, poststratify, rake
from tejido.survey.design import LONELY, Design, Lonely, design, there
from tejido.survey.differentials import adjust_false_discovery, adjust_holm, differential
from tejido.survey.estimates import estimate
from tejido.survey.replicates import METHODS, Method, replicate, replicate_design

__all__ = [
    "LONELY", "METHODS", "Answers", "Design", "Lonely", "Method", "Statistic", "adjust_false_discovery", "adjust_holm",
    "calibrate", "design", "differential", "estimate", "mean", "poststratify", "prepare", "proportion", "quantile", "rake",
    "ratio", "replicate", "replicate_design", "there", "total",
]  # fmt: skip
