"""The site: the pages of one or several public releases in one folder that any host for files can serve.

::

    SITE/index.html                            leads to the cities, or to the only round
    SITE/<lang>/index.html                     the cities, where there are several rounds
    SITE/assets/                               style, scripts, fonts
    SITE/sw.js                                 keeps pages for offline
    SITE/<city>/<period>/index.html            leads to the city's first language
    SITE/<city>/<period>/<lang>/<page>.html    pages of a round
    SITE/<city>/<period>/data/                 figures of the live map
    SITE/<city>/<period>/files/                downloads
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path

from tejido.errors import Finding, TejidoError, fail, finding
from tejido.figures import palette
from tejido.reading.facts import Facts
from tejido.release.readable import Readable
from tejido.viewer.basemap import Basemap
from tejido.viewer.build import page_files
from tejido.viewer.cities import cities_page
from tejido.viewer.downloads import write_downloads
from tejido.viewer.offline import write_offline
from tejido.viewer.render import indicative, plain, write
from tejido.viewer.round import ASSETS, Place, Round
from tejido.words import LANGUAGES, pick

MARK = "made-by-tejido.txt"
"""Says that the folder holds our pages, so that it may be replaced by newer ones."""
MAP_FILES = ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css")
FONT_FILES = ("noto-sans-latin-400.woff2", "noto-sans-latin-600.woff2")
OWN = (".css", ".js")
THIRD = (".mjs", ".js", ".css", ".woff2", ".txt")

__all__ = ["MARK", "Built", "build", "places", "write_site"]


@dataclass(frozen=True)
class Built:
    """`index`: the page to open. `rounds`: the folder of each round, in the order of the releases. `live`: whether the live map
    is in it. `findings`: what the builder should know. `pages`: how many HTML pages. `size`: bytes of all files.
    """

    index: Path
    rounds: tuple[Path, ...]
    live: bool
    findings: tuple[Finding, ...]
    pages: int
    size: int


def build(release: Readable, out: Path, vendor: Path | None = None) -> Built:
    """Write the pages of one public release into `out`: `write_site` with one release."""
    return write_site([release], out, vendor)


def write_site(
    releases: Sequence[Readable],
    out: Path,
    vendor: Path | None = None,
    progress: Callable[[float, str], None] = lambda share, step: None,
    basemap: Basemap | None = None,
) -> Built:
    """Write the pages of public releases, of several cities and rounds, as the folder `out`.

    The folder appears when it is whole, in the place of pages made before. Without the third-party files of the live map the
    pages are still whole: picture, ranking, areas, sources; then a warning V201 is among the findings.

    Args:
        releases: public releases (`tejido.release.open_release(path, audience="public")`), at least one.
        out: a folder that is new, empty, or holds pages made before.
        vendor: where the third-party files lie; by default those shipped with the program.
        progress: told of the share done, 0 to 1, and of what is being made.
        basemap: a map of others that a reader may put under the live map; without one the pages ask for nothing outside.

    Raises:
        TejidoError: V101 the folder holds other files, V102 a release is not public, V103 one has no units, V120 two cities
            want the same folder, V121 a round is there twice, V122 the folder cannot be written.
    """
    every = [Facts(release) for release in releases]
    cities = places(every)
    refuse_other(out)
    static = resources("tejido.viewer") / "static"
    third: Traversable = vendor if vendor is not None else static / "vendor"
    lacking = [name for name in (*MAP_FILES, *FONT_FILES) if not (third / name).is_file()]
    live = not any(name in lacking for name in MAP_FILES)
    rounds = [
        Round(facts, place.rounds, cities, live, basemap)
        for facts in every
        for place in cities
        if facts in place.rounds
    ]
    target = out.absolute()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.partial-", dir=target.parent))
        try:
            # mkdtemp's folder opens for its owner only: a host runs as another.
            draft.chmod(0o755)
            _write_rounds(rounds, draft, progress)
            _write_own(rounds, static, third, draft)
            write_offline(rounds, draft)
            made = [path for path in draft.rglob("*") if path.is_file()]
            pages, size = sum(path.suffix == ".html" for path in made), sum(path.stat().st_size for path in made)
            _replace(draft, target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as problem:
        raise fail("V122", name=out.name, reason=problem.strerror or type(problem).__name__) from problem
    findings = (finding("V201", names=", ".join(lacking)),) if lacking else ()
    return Built(out / "index.html", tuple(out / one.folder for one in rounds), live, findings, pages, size)


def places(every: Iterable[Facts]) -> tuple[Place, ...]:
    """The cities, by code, each with its rounds, the oldest first.

    Raises:
        TejidoError: V120 two cities want the same folder, V121 two releases are of the same city and period.
    """
    rounds: dict[str, list[Facts]] = {}
    for facts in every:
        rounds.setdefault(facts.city["code"], []).append(facts)
    found = tuple(
        Place(tuple(sorted(rounds[code], key=lambda one: str(one.meta["period"])))) for code in sorted(rounds)
    )
    findings = [one for place in found for one in _twice(place)]
    taken: dict[str, Place] = {}
    for place in found:
        other = taken.setdefault(place.slug, place)
        if other is not place:
            findings.append(
                finding("V120", slug=place.slug, one=_called(other.rounds[0]), other=_called(place.rounds[0]))
            )
    if findings:
        raise TejidoError(findings)
    return found


def _twice(place: Place) -> list[Finding]:
    """What keeps the releases of one code from being the rounds of one city."""
    found = []
    taken: dict[str, Facts] = {}
    for facts in place.rounds:
        if facts.city["names"] != place.rounds[0].city["names"]:
            found.append(finding("V120", slug=place.slug, one=_called(place.rounds[0]), other=_called(facts)))
            continue
        other = taken.setdefault(place.folder(facts), facts)
        if other is not facts:
            found.append(finding("V121", one=_called(other), other=_called(facts)))
    return found


def _called(facts: Facts) -> str:
    """A release as a message names it: city, code, period, and its folder where it lies in one."""
    folder = getattr(facts.release, "path", None)
    names = " / ".join(dict.fromkeys(facts.city["names"].values()))
    where = f", {folder.parent.name}" if isinstance(folder, Path) else ""
    return f"{names} ({facts.city['code']}) {facts.meta['period']}{where}"


def refuse_other(out: Path) -> None:
    """Stop where `out` is a file or holds anything but pages of ours.

    Raises:
        TejidoError: V101.
    """
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARK).is_file())):
        raise fail("V101", name=out.name)


def _write_rounds(rounds: Sequence[Round], out: Path, progress: Callable[[float, str], None]) -> None:
    """The pages, data and downloads of every round, and the way from each page to the same page of the other rounds."""
    names: dict[str, set[str]] = {}
    for place, one in enumerate(rounds):
        progress(place / len(rounds), one.folder)
        write(out / one.folder / "index.html", _entry(one, ""))
        files = write_downloads(one, out / one.folder / "files")
        made = names[one.folder] = set()
        for name, text in page_files(one, files):
            write(out / one.folder / name, text)
            made.add(name)
    _relink(rounds, names, out)
    progress(1.0, "")


def _relink(rounds: Sequence[Round], names: Mapping[str, set[str]], out: Path) -> None:
    """Where another round lacks a page, the way to it leads to that round's first page of the same language."""
    for one in rounds:
        others = [one.city.folder(facts) for facts in one.rounds if facts is not one.facts]
        for other in others:
            for name in sorted(names[one.folder] - names[other]):
                lang, _, file = name.partition("/")
                if not name.endswith(".html"):
                    continue
                page = out / one.folder / name
                way = "../" * (file.count("/") + 1) + f"../../{other}/{lang}/"
                text = page.read_text("utf-8")
                write(page, text.replace(f'href="{way}{file}"', f'href="{way}index.html"'))


def _write_own(rounds: Sequence[Round], static: Traversable, third: Traversable, out: Path) -> None:
    """What belongs to the site as a whole: its first page, the cities, style and scripts."""
    write(out / MARK, "Made by tejido from public releases, and replaced when it is made again.\n")
    if len(rounds) > 1:
        for lang in LANGUAGES:
            write(out / lang / "index.html", cities_page(rounds[0].cities, lang))
        write(out / "index.html", _entry(rounds[0], "", title="tejido"))
    else:
        write(out / "index.html", _entry(rounds[0], f"{rounds[0].folder}/"))
    for count in {len(one.facts.catalogue.bands) for one in rounds}:
        write(out / ASSETS / f"tokens-{count}.css", palette.css(count))
    for file in static.iterdir():
        # The worker stands at the site's root: it may only keep what lies beside it and below.
        if file.name.endswith(OWN) and file.name != "sw.js":
            write(out / ASSETS / file.name, file.read_text("utf-8"))
    for file in third.iterdir() if third.is_dir() else ():
        if file.name.endswith(THIRD):
            (out / ASSETS / "vendor").mkdir(parents=True, exist_ok=True)
            (out / ASSETS / "vendor" / file.name).write_bytes(file.read_bytes())


def _entry(round: Round, to: str, title: str = "") -> str:
    """A page that leads on without a script, in the city's first language; `to` is the way to the folder of the languages."""
    facts = round.facts
    lang = next((one for one in facts.city["languages"] if one in LANGUAGES), LANGUAGES[0])
    notices = [] if title else indicative(facts, lang)
    return plain("entry.html", {"lang": lang, "languages": LANGUAGES, "to": to, "notices": notices,
                                "title": title or f"{pick(facts.city['names'], lang)} · tejido"})  # fmt: skip


def _replace(draft: Path, out: Path) -> None:
    """Put the finished folder in the place of an empty one, of pages made before, or of nothing."""
    if not out.exists():
        draft.rename(out)
        return
    refuse_other(out)
    old = draft.with_name(f"{draft.name}-old")
    out.rename(old)
    try:
        draft.rename(out)
    except OSError:
        # Half replaced would be no site at all.
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
