"""Small files of the literature, with the figures that were published of them.

`PRACTICE` is the table of ten persons in Benschop, Machingauta and Welch, "Statistical disclosure control: a practice guide" (World
Bank and IHSN), tables 4.1, 4.3 and 4.5. `EIGHT` are the eight rows by which sdcMicro's own tests check frequencies and risks
(sdcTools/sdcMicro, tests/testthat/test_indivRisk.R), once complete and once with missing keys. `FRANCDAT` is the example of
Capobianchi, Polettini and Lucarelli that the articles about sdcMicro use (Templ, Kowarik and Meindl 2015).
"""

from __future__ import annotations

import pandas as pd

GONE = None
PRACTICE_KEYS = ["residence", "gender", "education", "labour"]
PRACTICE = pd.DataFrame(
    [
        ("urban", "female", "secondary incomplete", "employed", 180, "yes"),
        ("urban", "female", "secondary incomplete", "employed", 180, "yes"),
        ("urban", "female", "primary incomplete", "non-LF", 215, "yes"),
        ("urban", "male", "secondary complete", "employed", 76, "yes"),
        ("rural", "female", "secondary complete", "unemployed", 186, "yes"),
        ("urban", "male", "secondary complete", "employed", 76, "no"),
        ("urban", "female", "primary complete", "non-LF", 180, "no"),
        ("urban", "male", "post-secondary", "unemployed", 215, "yes"),
        ("urban", "female", "secondary incomplete", "non-LF", 186, "no"),
        ("urban", "female", "secondary incomplete", "non-LF", 76, "yes"),
    ],
    columns=[*PRACTICE_KEYS, "weight", "health"],
)
PRACTICE_SAMPLE = [2, 2, 1, 2, 1, 2, 1, 1, 2, 2]
PRACTICE_POPULATION = [360, 360, 215, 152, 186, 152, 180, 215, 262, 262]
PRACTICE_RISK = [
    0.005424520, 0.005424520, 0.025096439, 0.012563425, 0.028247279,
    0.012563425, 0.029010932, 0.025096439, 0.007403834, 0.007403834,
]  # fmt: skip
PRACTICE_DISTINCT = [1, 1, 1, 2, 1, 2, 1, 1, 2, 2]
PRACTICE_SCORES = [0, 0, 6, 0, 12, 0, 6, 10, 0, 0]

EIGHT = pd.DataFrame({
    "a": [2, 3, 2, 2, 3, 3, 1, 2],
    "b": [3, 3, 3, 3, 3, 3, 4, 3],
    "c": [1, 3, 1, 2, 1, 1, 1, 1],
    "w": [18.0, 45.5, 39.0, 17.0, 92.0, 8.0, 123.5, 51.0],
})  # fmt: skip
EIGHT_RISK = [0.01355297, 0.08579129, 0.01355297, 0.17707583, 0.01877883, 0.01877883, 0.03931625, 0.01355297]
EIGHT_GAPS = EIGHT.assign(a=[2, 3, 2, 2, 3, 3, 1, GONE], c=[1, 3, GONE, 2, 1, 1, GONE, 1])
EIGHT_GAPS_RISK = [
    0.013552968,
    0.085791288,
    0.010504889,
    0.032466112,
    0.009756889,
    0.009756889,
    0.039316254,
    0.005962551,
]
EIGHT_GAPS_ALL_COUNTED = [1 / 3, 1, 0.25, 0.5, 1 / 3, 1 / 3, 1, 0.2]

FRANCDAT = pd.DataFrame({
    "key1": [1, 1, 1, 3, 4, 4, 6, 1],
    "key2": [2, 2, 2, 3, 3, 3, 2, 2],
    "key3": [5, 1, 1, 1, 1, 1, 1, 5],
    "key4": [1, 1, 1, 5, 4, 1, 5, 1],
    "w": [18.0, 45.5, 39.0, 17.0, 541.0, 8.0, 5.0, 92.0],
})  # fmt: skip
FRANCDAT_SAMPLE = [2, 2, 2, 1, 1, 1, 1, 2]
FRANCDAT_POPULATION = [110.0, 84.5, 84.5, 17.0, 541.0, 8.0, 5.0, 110.0]
FRANCDAT_RISK = [0.017, 0.022, 0.022, 0.177, 0.012, 0.297, 0.402, 0.017]
