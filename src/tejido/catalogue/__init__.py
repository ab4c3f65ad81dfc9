"""The method as data: areas, dimensions, indicators, curves, labels and sources.

In: catalogue files (TOML) and a city's choices. Out: a `Catalogue`, validated, and scores of single values by its curves.
"""
