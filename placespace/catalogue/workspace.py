"""Open a workspace: a folder with ``layers/`` and ``geodata/``."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from placespace.catalogue.area import Area, area_from
from placespace.catalogue.layer import Layer, layer_from
from placespace.errors import CatalogueError, PlacespaceError

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
    def releases(self) -> Path:
        """The ledger of protected tables handed out."""
        return self.folder / "geodata" / "releases.jsonl"

    def files_of(self, layer: Layer) -> list[Path]:
        """Return a layer's files: those in raw, or the sample's when raw has none."""
        for folder in (self.raw, self.folder / "geodata" / "sample"):
            found = sorted({p for pattern in layer.files for p in folder.glob(pattern) if p.is_file()})
            if found:
                return found
        return []

    def of_role(self, role: str) -> list[Layer]:
        """Return the layers of one role, in the order of their ids."""
        return [layer for layer in self.layers.values() if layer.role == role]


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
        text = path.read_text(encoding="utf-8")
        table, wrong = _parsed(text, path.name)
        if not wrong:
            layer, wrong = layer_from(table, path, text)
            layers |= {layer.id: layer} if layer else {}
        faults += wrong
    for layer in layers.values():
        if layer.boundaries and layer.boundaries not in layers and not faults:
            faults.append(f"{layer.id}.toml: 'boundaries' names '{layer.boundaries}', which is not in layers/")
    table, wrong = _parsed((folder / "geodata" / "area.toml").read_text(encoding="utf-8"), "area.toml")
    area = None
    if not wrong:
        area, wrong = area_from(table, layers)
    if faults + wrong:
        raise CatalogueError(faults + wrong)
    return Workspace(folder, area, layers)


def _parsed(text: str, name: str) -> tuple[dict, list[str]]:
    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as fault:
        return {}, [f"{name}: is not TOML: {fault}"]


def new_workspace(folder: str | Path) -> Path:
    """Make a workspace with this repository's layers and an area file to fill in.

    Raises
    ------
    PlacespaceError
        When the folder already holds something: nothing is ever overwritten.
    """
    folder = Path(folder).resolve()
    if folder.exists() and any(folder.iterdir()):
        raise PlacespaceError(
            "A new workspace needs an empty folder.", f"{folder} holds files.", "Name another folder."
        )
    shutil.copytree(HOUSE / "layers", folder / "layers")
    (folder / "geodata" / "raw").mkdir(parents=True)
    shutil.copy(HOUSE / "layers" / "_area.toml", folder / "geodata" / "area.toml")
    (folder / "layers" / "_area.toml").unlink()
    return folder
