"""Open a workspace: a folder with ``layers/`` and ``geodata/``."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from placespace.catalogue.area import Area, area_from
from placespace.catalogue.layer import Layer, layer_from
from placespace.errors import CatalogueError, PlacespaceError, WrongUse

HOUSE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Workspace:
    """A folder, the area it is about and the layers it may hold."""

    folder: Path
    area: Area
    layers: Mapping[str, Layer]

    @property
    def raw(self) -> Path:
        """Files as partners sent them. Never edited."""
        return self.folder / "geodata" / "raw"

    @property
    def clean(self) -> Path:
        """What was read from them. May always be deleted."""
        return self.folder / "geodata" / "clean"

    @property
    def exclusions(self) -> Path:
        """The list of false points, with reasons."""
        return self.folder / "geodata" / "exclusions.csv"

    @property
    def calendar(self) -> Path:
        """The authority's own dates: school holidays and named weeks."""
        return self.folder / "geodata" / "calendar.csv"

    @property
    def barriers(self) -> Path:
        """Lines that cannot be crossed on foot, drawn by users, with who said so and when."""
        return self.folder / "geodata" / "barriers.geojson"

    @property
    def corrections(self) -> Path:
        """What people put right in how lists of provision were read."""
        return self.folder / "geodata" / "provision_corrections.csv"

    @property
    def choices(self) -> Path:
        """Sessions chosen on the Siting page, with the reason."""
        return self.folder / "geodata" / "siting_choices.jsonl"

    @property
    def crews(self) -> Path:
        """Who can be sent out next month, and by which rules."""
        return self.folder / "geodata" / "crews.toml"

    @property
    def plan_choices(self) -> Path:
        """What people decided about a month's plan: names, places left out, pins, swaps, requests, tasks."""
        return self.folder / "geodata" / "plan_choices.jsonl"

    @property
    def plans(self) -> Path:
        """The timetables that were handed out, a file a month."""
        return self.folder / "geodata" / "plans"

    @property
    def deployments(self) -> Path:
        """What was done: date, place, crew, hours, engagements, issues seen."""
        return self.folder / "geodata" / "deployments.csv"

    @property
    def templates(self) -> Path:
        """Word templates of the user's own, used in place of ours of the same name."""
        return self.folder / "geodata" / "templates"

    @property
    def register(self) -> Path:
        """The register of places, where it is kept in the workspace."""
        return self.folder / "geodata" / "register.sqlite"

    @property
    def roles(self) -> Path:
        """Who may do what, where people sign in."""
        return self.folder / "geodata" / "roles.toml"

    @property
    def releases(self) -> Path:
        """The ledger of protected tables handed out."""
        return self.folder / "geodata" / "releases.jsonl"

    def files_of(self, layer: Layer) -> list[Path]:
        """Return a layer's files: those in raw, or the sample's when raw has none."""
        for folder in (self.raw, self.folder / "geodata" / "sample"):
            if found := [p for p in _held(folder) if _fits(p.relative_to(folder), layer)]:
                return found
        return []

    def unclaimed(self) -> list[Path]:
        """Return files in raw that no layer reads: nobody should think they were."""
        held = {p for layer in self.layers.values() for p in self.files_of(layer)}
        held |= {p for name in self.area.postcodes for p in self.raw.glob(name)}
        # a shapefile is several files of one name
        stems = {p.with_suffix("") for p in held if p.suffix.lower() == ".shp"}
        return [p for p in _held(self.raw) if p not in held and p.with_suffix("") not in stems]

    def of_role(self, role: str) -> list[Layer]:
        """Return the layers of one role, in the order of their ids."""
        return [layer for layer in self.layers.values() if layer.role == role]


def _held(folder: Path) -> list[Path]:
    """Return the files under a folder, less what an open Excel or a Mac leaves beside them."""
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith((".", "~$")))


def _fits(name: Path, layer: Layer) -> bool:
    # partners write .CSV and .csv, Ambulance and ambulance: case tells nothing
    path = name.as_posix().lower()
    return any(fnmatchcase(path, p.lower()) and path.count("/") == p.count("/") for p in layer.files)


def open_workspace(folder: str | Path | None = None) -> Workspace:
    """Open a workspace, or say everything that is wrong with its files.

    Parameters
    ----------
    folder : path, optional
        Default: ``PLACESPACE_WORKSPACE``, else the folder Placespace is in
        (the synthetic borough).

    Raises
    ------
    CatalogueError
        With every fault of every layer and of the area at once.
    PlacespaceError
        When the folder is not a workspace.

    Examples
    --------
    >>> open_workspace().area.name
    'Fairhythe'
    """
    folder = Path(folder or os.environ.get("PLACESPACE_WORKSPACE") or HOUSE).resolve()
    if not (folder / "geodata" / "area.toml").is_file():
        raise PlacespaceError(
            "A workspace is a folder with layers/ and geodata/area.toml.",
            f"{folder} has no geodata/area.toml.",
            "Make one with: python -m placespace new DIR",
        )
    faults: list[str] = []
    layers: dict[str, Layer] = {}
    for path in sorted((folder / "layers").glob("[!_]*.toml")):
        text, table, wrong = _parsed(path)
        if not wrong:
            layer, wrong = layer_from(table, path, text)
            layers |= {layer.id: layer} if layer else {}
        faults += wrong
    for layer in layers.values():
        if layer.boundaries and layer.boundaries not in layers and not faults:
            faults.append(f"{layer.id}.toml: 'boundaries' names '{layer.boundaries}', which is not in layers/")
        shapes = layers.get(layer.boundaries or "")
        if shapes and None not in (layer.vintage, shapes.vintage) and layer.vintage != shapes.vintage:
            faults.append(
                f"{layer.id}.toml: 'vintage' is {layer.vintage} and that of its boundaries '{shapes.id}' is "
                f"{shapes.vintage}: codes of two vintages are never joined"
            )
    _, table, wrong = _parsed(folder / "geodata" / "area.toml")
    area = None
    if not wrong:
        area, wrong = area_from(table, layers)
    if faults + wrong:
        raise CatalogueError(faults + wrong)
    return Workspace(folder, area, layers)


def _parsed(path: Path) -> tuple[str, dict, list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text), []
    except UnicodeDecodeError:
        return "", {}, [f"{path.name}: must be saved as UTF-8"]
    except tomllib.TOMLDecodeError as fault:
        return "", {}, [f"{path.name}: is not TOML: {fault}"]


def new_workspace(folder: str | Path) -> Path:
    """Make a workspace with this repository's layers and an area file to fill in.

    Raises
    ------
    PlacespaceError
        When the folder already holds something: nothing is ever overwritten.
    """
    folder = Path(folder).resolve()
    if folder.exists() and any(folder.iterdir()):
        raise WrongUse("A new workspace needs an empty folder.", f"{folder} holds files.", "Name another folder.")
    shutil.copytree(HOUSE / "layers", folder / "layers")
    (folder / "geodata" / "raw").mkdir(parents=True)
    shutil.copy(HOUSE / "layers" / "_area.toml", folder / "geodata" / "area.toml")
    (folder / "layers" / "_area.toml").unlink()
    (folder / "geodata" / "calendar.csv").write_text("kind,name,first,last,source\n", encoding="utf-8")
    return folder
