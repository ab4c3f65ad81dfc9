"""Writing, opening and exporting a measured city.

In: a measured city as tables, polygons and a description (`Contents`), or the folder of a release. Out: a release folder,
written whole or not at all (`write`); an opened `Release` (`open_release`), checked against its own hashes (`verify`);
a GeoPackage, CSV or XLSX file for other programs (`export`).
"""

from tejido.release.contents import Contents
from tejido.release.export import FORMATS, export
from tejido.release.reader import Audience, Release, open_release, verify
from tejido.release.writer import refuse_existing, write

__all__ = ["FORMATS", "Audience", "Contents", "Release", "export", "open_release", "refuse_existing", "verify", "write"]
