"""Read a Word template, ours or a user's own, and find its faults before anything is written."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from placespace.documents.paper.keys import CONTEXT_KEYS, Key, names_of
from placespace.errors import PlacespaceError, WrongUse

OURS = Path(__file__).parent / "templates"
ANYTHING = Key("anything")


class Closed(ImmutableSandboxedEnvironment):
    """Where templates run: they read the keys there are, count, and reach nothing else."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_written)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiply numbers only, so that no template makes a text of any length."""
        if operator == "**" or not all(isinstance(v, (int, float)) for v in (left, right)):
            raise SecurityError(f"{operator} is not for templates")
        return super().call_binop(context, operator, left, right)


def _written(value: object) -> object:
    """Return a value as it is written: nothing in it is taken for a tag or for the library's own marks."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, str) and not isinstance(value, Markup):
        return Markup(str(escape(value)).replace("_", "&#95;"))
    return value


def template_path(name: str, templates: Path | None) -> Path:
    """Return where a template is: the user's own of the same name, else ours.

    Raises
    ------
    WrongUse
        When there is no document of that name.
    """
    if name not in CONTEXT_KEYS:
        raise WrongUse(f"A document is one of: {', '.join(CONTEXT_KEYS)}.", f"This is {name!r}.", "Name another.")
    own = templates / f"{name}.docx" if templates is not None else None
    return own if own is not None and own.is_file() else OURS / f"{name}.docx"


def open_template(name: str, path: Path) -> tuple[DocxTemplate, Closed]:
    """Open a template and check every key in it, also in parts that would not be shown.

    Raises
    ------
    PlacespaceError
        When it is no Word file, a tag in it is broken, or it asks for a key there is not.
    """
    try:
        template = DocxTemplate(io.BytesIO(path.read_bytes()))
        template.init_docx()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as why:
        raise PlacespaceError(
            "A template is a Word document (.docx).",
            f"{path.name} cannot be opened as one: {why}.",
            "Save it from Word as .docx, or take it away to use ours.",
        ) from why
    room = Closed()
    try:
        found = [fault for xml in _parts(template) for fault in _unknown(room.parse(xml), CONTEXT_KEYS[name])]
    except TemplateError as why:
        raise broken(name, path, why) from why
    if found:
        raise PlacespaceError(
            f"A template asks only for what there is: {'; '.join(names_of(CONTEXT_KEYS[name]))}.",
            f"{path.name} asks for {', '.join(dict.fromkeys(found))}.",
            "Correct the key in the template, or take the template away to use ours.",
        )
    return template, room


def broken(name: str, path: Path, why: Exception) -> PlacespaceError:
    """Return the fault of a template whose tags cannot be read or run, with the keys there are."""
    near = " ".join(" ".join(getattr(why, "docx_context", ())).split())
    return PlacespaceError(
        "The tags of a template must be whole and ask only for what there is: "
        f"{'; '.join(names_of(CONTEXT_KEYS[name]))}.",
        f"{path.name}: {why}{f', near {near[:120]!r}' if near else ''}.",
        "Correct the tag in the template, or take the template away to use ours.",
    )


def _parts(template: DocxTemplate) -> list[str]:
    xml = [template.get_xml()]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        xml += [template.get_part_xml(part) for _, part in template.get_headers_footers(uri)]
    return [template.patch_xml(part) for part in xml]


def _unknown(node: nodes.Node, keys: Mapping[str, Key]) -> list[str]:
    """Return every key a template asks for that there is not, as it is written there."""
    if isinstance(node, nodes.For):
        item = _item_of(_key_of(node.iter, keys))
        inner = {**keys, "loop": ANYTHING, **dict.fromkeys(_names(node.target), item)}
        body = [*node.body, *node.else_, *([node.test] if node.test else [])]
        return _unknown(node.iter, keys) + _within(body, inner)
    if isinstance(node, nodes.Name):
        return [] if node.ctx != "load" or node.name in keys or node.name in GLOBALS else [node.name]
    if isinstance(node, nodes.Getattr):
        of = _key_of(node.node, keys)
        if of is not None and of is not ANYTHING and node.attr not in of.parts:
            return [f"{getattr(node.node, 'name', '')}.{node.attr}"]
    return _within(list(node.iter_child_nodes()), keys)


def _within(children: list[nodes.Node], keys: Mapping[str, Key]) -> list[str]:
    """Return the unknown keys of parts that follow each other: what one sets the next may use."""
    known, faults = dict(keys), []
    for child in children:
        faults += _unknown(child, known)
        if not isinstance(child, nodes.For):
            known.update(dict.fromkeys(_names(child), ANYTHING))
    return faults


def _names(node: nodes.Node) -> list[str]:
    found = [*([node] if isinstance(node, nodes.Name) else []), *node.find_all(nodes.Name)]
    return [n.name for n in found if n.ctx in ("store", "param")]


def _key_of(node: nodes.Node, keys: Mapping[str, Key]) -> Key | None:
    if isinstance(node, nodes.Name):
        return keys.get(node.name)
    if isinstance(node, nodes.Getattr):
        of = _key_of(node.node, keys)
        return of if of is ANYTHING or of is None else of.parts.get(node.attr)
    return ANYTHING


def _item_of(key: Key | None) -> Key:
    return Key(key.says, parts=key.parts) if key is not None and key.many else ANYTHING


GLOBALS = frozenset(Closed().globals)
