"""The rules of the house, read from the imports and the text of the modules themselves."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from placespace.disclose import wording_faults
from placespace.settings import SETTINGS
from placespace.terms import NEVER

HOUSE = Path(__file__).resolve().parents[1]
CODE = HOUSE / "placespace"
ROOMS = (
    ("errors", "settings", "terms"),
    ("catalogue",),
    ("calendar",),
    ("ingest",),
    ("grid",),
    ("measures",),
    ("plans",),
    ("places",),
    ("disclose",),
    ("documents",),
    ("views",),
    ("command",),
    ("__main__",),
)
"""A room imports only rooms above it; those of one line import none of each other."""
ROOT_NAMES = {"__version__"}
"""What the package itself holds."""
OWNERS = {
    "h3": {"grid"},
    "streamlit": {"views", "app"},
    "folium": {"views"},
    "pydeck": {"views"},
    "ibis": {"grid"},
    "duckdb": {"grid"},
    "typer": {"command", "__main__"},
    "rich": {"command"},
    "openpyxl": {"ingest"},
    "python_calamine": {"ingest"},
    "pyogrio": {"ingest"},
    "phonenumbers": {"ingest"},
    "stdnum": {"ingest"},
    "dateutil": {"calendar", "ingest"},
    "holidays": {"calendar"},
    "xlsxwriter": {"documents"},
    "docx": {"documents"},
    "docxtpl": {"documents"},
    "tomlkit": {"catalogue"},
    "astral": {"calendar"},
    "matplotlib": {"documents"},
    "reportlab": {"documents"},
    "sqlalchemy": {"places"},
    "alembic": {"places"},
    "psycopg": {"places"},
    "tomllib": {"catalogue"},
}
HOSTS = {
    "www.w3.org",  # names of XML and SVG vocabularies
    "www.nationalarchives.gov.uk",  # the Open Government Licence
    "data.police.uk",  # named as a source
    "localhost",
    "127.0.0.1",
}
"""Hosts that may be written down: a name or a licence. None is asked for anything."""
NOT_ROOMS = {"everywhere", "command", "app", "tests", "benchmarks", "sample", "make"}
"""What else a requirement may be for."""
MODULE_LINES, SCREEN_LINES = 300, 80
LEFTOVERS = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
TEXTS = {".py", ".md", ".toml", ".html", ".js", ".css", ".txt"}


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the product, parsed."""
    paths = [*sorted(CODE.rglob("*.py")), *sorted(HOUSE.glob("*.py"))]
    return {p: ast.parse(p.read_text(encoding="utf-8"), str(p)) for p in paths}


def here(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def room_of(path: Path) -> str:
    """The room a module is in; ``app`` and other scripts beside the package by their own name."""
    return path.relative_to(CODE).parts[0].removesuffix(".py") if path.is_relative_to(CODE) else path.stem


def imports(tree: ast.Module) -> list[tuple[int, str]]:
    """Every module imported anywhere in a file, with its line."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, a.name) for a in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found += [(node.lineno, f"{node.module}.{a.name}" if node.module == "placespace" else node.module)
                      for a in node.names]  # fmt: skip
    return found


def said(faults: list[str]) -> str:
    return "\n".join(["", *sorted(set(faults))])


def test_every_room_has_its_place_in_the_order():
    known = {r for level in ROOMS for r in level} | {"__init__"}
    present = {room_of(p) for p in modules() if p.is_relative_to(CODE)}
    assert present <= known, said([f"{r}: not in ROOMS" for r in present - known])


def test_a_room_imports_only_rooms_before_it():
    level = {room: n for n, rooms in enumerate(ROOMS) for room in rooms}
    faults = []
    for path, tree in modules().items():
        room = room_of(path)
        for line, name in imports(tree):
            parts = name.split(".")
            if parts[0] != "placespace" or len(parts) == 1 or room not in level or parts[1] == room:
                continue
            if parts[1] in ROOT_NAMES:
                continue
            if level.get(parts[1], 99) >= level[room]:
                faults.append(f"{here(path)}:{line}: {room} imports {parts[1]}, which comes after it")
    assert not faults, said(faults)


def test_no_import_is_relative():
    faults = [
        f"{here(path)}:{node.lineno}: relative import"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not faults, said(faults)


def test_each_library_has_one_room():
    faults = [
        f"{here(path)}:{line}: {name} belongs to {', '.join(sorted(OWNERS[name.split('.')[0]]))}"
        for path, tree in modules().items()
        for line, name in imports(tree)
        if name.split(".")[0] in OWNERS and room_of(path) not in OWNERS[name.split(".")[0]]
    ]
    assert not faults, said(faults)


def test_no_module_is_too_long():
    faults = []
    for path in [*modules(), *sorted((HOUSE / "tests").rglob("*.py"))]:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        most = SCREEN_LINES if "screens" in path.parts else MODULE_LINES
        if lines > most:
            faults.append(f"{here(path)}: {lines} lines, at most {most}")
    assert not faults, said(faults)


def test_nothing_is_called_utils_and_nothing_is_left_for_later():
    faults = [f"{here(p)}: a name that says nothing" for p in modules() if p.stem in ("utils", "helpers", "misc")]
    for path in modules():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if LEFTOVERS.search(line):
                faults.append(f"{here(path)}:{number}: {line.strip()}")
    assert not faults, said(faults)


def public_parts(tree: ast.Module) -> list[ast.FunctionDef | ast.ClassDef]:
    """Functions and classes that others may use, and the public methods of those classes."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    top = [n for n in tree.body if isinstance(n, kinds) and not n.name.startswith("_")]
    within = [m for c in top if isinstance(c, ast.ClassDef) for m in c.body
              if isinstance(m, kinds) and not m.name.startswith("_")]  # fmt: skip
    return top + within


def test_everything_public_has_a_docstring_and_every_module_says_what_it_does():
    faults = [f"{here(p)}: no docstring" for p, tree in modules().items() if not ast.get_docstring(tree)]
    faults += [
        f"{here(path)}:{part.lineno}: {part.name} has no docstring"
        for path, tree in modules().items()
        for part in public_parts(tree)
        if not ast.get_docstring(part)
    ]
    assert not faults, said(faults)


def untyped(part: ast.FunctionDef) -> list[str]:
    """The parameters of a function that have no type, and ``return`` where that has none."""
    args = part.args
    every = [*args.posonlyargs, *args.args, *args.kwonlyargs, *filter(None, (args.vararg, args.kwarg))]
    missing = [a.arg for a in every if a.annotation is None and a.arg not in ("self", "cls")]
    return missing + (["return"] if part.returns is None else [])


def test_everything_public_says_its_types():
    faults = [
        f"{here(path)}:{part.lineno}: {part.name} has no type for {', '.join(untyped(part))}"
        for path, tree in modules().items()
        for part in public_parts(tree)
        if not isinstance(part, ast.ClassDef) and untyped(part)
    ]
    assert not faults, said(faults)


def test_every_number_of_ours_has_a_unit_and_a_reason():
    faults = [f"{n}: no unit or reason" for n, s in SETTINGS.items() if not s.unit.strip() or len(s.reason.split()) < 4]
    assert not faults, said(faults)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_says_which_room_needs_it(name):
    path = HOUSE / name
    rooms = {room for level in ROOMS for room in level} | NOT_ROOMS
    faults = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith(("#", "-r")):
            continue
        wanted, _, comment = line.partition("#")
        if not re.fullmatch(r"[A-Za-z0-9_.\-]+(\[[a-z,]+\])?==[0-9][0-9A-Za-z.]*(\s*;.*)?", wanted.strip()):
            faults.append(f"{name}:{number}: not pinned with ==: {wanted.strip()}")
        if not rooms & set(re.findall(r"\w+", comment)):
            faults.append(f"{name}:{number}: names no room: {line.strip()}")
    assert not faults, said(faults)


def texts(*folders: str) -> list[Path]:
    found = [p for f in folders for p in sorted((HOUSE / f).rglob("*")) if p.suffix in TEXTS and p.is_file()]
    return [p for p in found if "__pycache__" not in p.parts]


def test_no_code_names_a_host_it_could_ask():
    faults = []
    for path in [*texts("placespace", "layers", ".streamlit"), *sorted(HOUSE.glob("*.py"))]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            hosts = re.findall(r"(?:https?|wss?)://([A-Za-z0-9.\-]+)", line)
            faults += [f"{here(path)}:{number}: {h}" for h in hosts if h not in HOSTS and not h.endswith(".example")]
    assert not faults, said(faults)


def test_words_never_used_of_people_or_places_are_not_used():
    never = "|".join(re.escape(word) for word in NEVER)
    quoted = re.compile(rf"[\"'`‘“](?:{never})[\"'`’”]", re.IGNORECASE)
    faults = []
    for path in texts("placespace/views", "placespace/documents", "layers", "docs"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            words = wording_faults(quoted.sub("", line))
            faults += [f"{here(path)}:{number}: {', '.join(words)}"] if words else []
    assert not faults, said(faults)
