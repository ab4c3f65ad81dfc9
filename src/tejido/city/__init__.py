"""The city folder and every file reader: layers, streets, tables become plain tables here.

In: a folder with ``city.toml`` and its files. Out: a `City` in one projected reference system, and findings.
"""
