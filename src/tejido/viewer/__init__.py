"""Pages that show a release: hostable anywhere without a server, readable without a script.

In: public releases. Out: a folder of HTML, style, script and data files (`build`, `write_site`), and a small server on this machine
to look at them (`serve`). Nothing of an analyst's release is read, nothing outside the folder is asked for by the pages.
"""

from tejido.viewer.basemap import Basemap, basemap
from tejido.viewer.serve import Server, serve
from tejido.viewer.site import Built, build, write_site

__all__ = ["Basemap", "Built", "Server", "basemap", "build", "serve", "write_site"]
