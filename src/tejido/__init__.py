"""tejido measures how inclusive a city is for refugees, migrants and their hosts.

Each subpackage is a room of the house, a step of the method; ``docs/en/house.md`` draws them and the contract in
``pyproject.toml`` says who may import whom.
"""

__version__ = "0.1.0"
