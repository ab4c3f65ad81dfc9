"""Pages that show a release: hostable anywhere without a server, readable without a script.

In: a public release. Out: a folder of HTML, style, script and data files (`build`), and a small server on this machine
to look at them (`serve`). Nothing of an analyst's release is read, nothing outside the folder is asked for by the pages.
"""

from tejido.viewer.build import Built, build
from tejido.viewer.serve import Server, serve

__all__ = ["Built", "Server", "build", "serve"]
