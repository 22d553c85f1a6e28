"""Say in words what differs between two bundles: counts, windows, settings, definition, data, goals, actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from placespace.documents.statement import window_name
from placespace.places.past import changes_in_words

FIELDS = {"count": "", "before": "the year before", "change": "change", "hot": "hot spot", "hours": "hours",
          "confidence": "confidence"}  # fmt: skip
"""What is told of a source, and what it is called; ages grow by themselves and are not."""
TEXTS, LISTS = ("deprivation", "people", "neighbours"), ("provision", "missing", "small", "observations", "young_map")
NOT_THERE = "not there"


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return what differs between the files of two bundles, a sentence each without its full stop.

    Parameters
    ----------
    then, now : mapping of str to mapping
        What ``manifest``, ``numbers``, ``settings``, ``definition``, ``fingerprints`` and ``decision`` hold. A part
        that one of them lacks is not compared.
    """
    parts = {
        "manifest": _manifest,
        "decision": _decision,
        "numbers": _numbers,
        "fingerprints": _fingerprints,
        "definition": lambda a, b: [f"definition: {line}" for line in _flat(a, b)],
        "settings": lambda a, b: [f"setting {line}" for line in _settings(a, b)],
    }
    return [line for name, said in parts.items() if then.get(name) and now.get(name)
            for line in said(then[name], now[name])]  # fmt: skip


def _manifest(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return [f"{name}: {then.get(key)} then, {now.get(key)} now"
            for key, name in (("product", "version of the product"), ("profile", "profile"))
            if then.get(key) != now.get(key)]  # fmt: skip


def _numbers(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    old, new = _lines(then), _lines(now)
    said = []
    for key in dict.fromkeys((*old, *new)):
        a, b = old.get(key), new.get(key)
        called = _called(a or b)
        if a is None or b is None:
            said.append(f"{called}: {_count(a)} then, {_count(b)} now")
            continue
        if _window(a) != _window(b):
            said.append(f"{called}: counted over {_window(a)} then, {_window(b)} now")
        said += [f"{', '.join(filter(None, [called, name]))}: {a.get(field) or 'nothing'} then, "
                 f"{b.get(field) or 'nothing'} now"
                 for field, name in FIELDS.items() if a.get(field) != b.get(field)]  # fmt: skip
    said += [f"{name}: “{then.get(name)}” then, “{now.get(name)}” now" for name in TEXTS
             if then.get(name) != now.get(name)]  # fmt: skip
    for name in LISTS:
        a, b = then.get(name, []), now.get(name, [])
        words = name.replace("_", " ")
        said += [f"{words}: no longer: {line}" for line in a if line not in b]
        said += [f"{words}: new: {line}" for line in b if line not in a]
    return said


def _lines(numbers: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(one["layer"], one["categories"]): one for one in numbers.get("sources", [])}


def _called(line: Mapping[str, Any]) -> str:
    return line["source"] if line["categories"] == "all categories" else f"{line['source']} ({line['categories']})"


def _count(line: Mapping[str, Any] | None) -> str:
    return NOT_THERE if line is None else line["count"]


def _window(line: Mapping[str, Any]) -> str:
    return window_name(line["first"], line["last"]) if line.get("first") else "no month"


def _fingerprints(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    said = []
    old, new = then.get("layers", {}), now.get("layers", {})
    for layer in dict.fromkeys((*old, *new)):
        if layer not in old or layer not in new:
            said.append(
                f"{(old.get(layer) or new.get(layer))['title']}: {'new' if layer in new else 'no longer there'}"
            )
            continue
        a, b = old[layer], new[layer]
        if "files" not in a or "files" not in b:
            continue  # a protected bundle names none
        before, after = a["files"], b["files"]
        for name in dict.fromkeys((*before, *after)):
            if before.get(name, {}).get("sha256") != after.get(name, {}).get("sha256"):
                what = "changed" if name in before and name in after else "new" if name in after else "no longer there"
                said.append(f"{b['title']}: file {name} {what}")
        if a.get("layer_file") != b.get("layer_file"):
            said.append(f"{b['title']}: {b['layer_file']['name']} changed")
        for key, words in (("read", "rows read"), ("kept", "rows kept")):
            if a.get(key) != b.get(key):
                said.append(f"{b['title']}: {a[key]:,} {words} then, {b[key]:,} now")
    old, new = (one["lists"] if "lists" in then and "lists" in now else {} for one in (then, now))
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            what = "changed" if name in old and name in new else "new" if name in new else "no longer there"
            said.append(f"geodata/{name} {what}")
    return said


def _settings(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    old, new = then.get("settings", {}), now.get("settings", {})
    return [f"{name}: {old.get(name, {}).get('value', NOT_THERE)} then, {new.get(name, {}).get('value', NOT_THERE)} now"
            for name in dict.fromkeys((*old, *new))
            if old.get(name, {}).get("value") != new.get(name, {}).get("value")]  # fmt: skip


def _decision(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    said = []
    for part in ("place", "meeting", "item"):
        a, b = ({k: v for k, v in d.get(part, {}).items() if k != "version"} for d in (then, now))
        said += [f"{part}, {line}" for line in changes_in_words(a, b)]
    for part, one in (("goals", "goal"), ("actions", "action")):
        a, b = then.get(part, {}), now.get(part, {})
        for id in dict.fromkeys((*a, *b)):
            words = str((b.get(id) or a[id]).get("words") or (b.get(id) or a[id]).get("what"))
            if id not in a or id not in b:
                said.append(f"{one} “{words}”: {'new' if id in b else 'no longer there'}")
            else:
                said += [f"{one} “{words}”, {line}" for line in changes_in_words(a[id], b[id])]
    return said


def _flat(then: Any, now: Any, path: str = "") -> list[str]:
    """Return every value that differs, by its path."""
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        return [line for key in dict.fromkeys((*then, *now))
                for line in _flat(then.get(key), now.get(key), f"{path}, {key}" if path else str(key))]  # fmt: skip
    if then == now:
        return []
    a, b = (NOT_THERE if v is None else v if isinstance(v, str) else _listed(v) for v in (then, now))
    return [f"{path}: {a} then, {b} now"]


def _listed(value: Any) -> str:
    if isinstance(value, Mapping):
        return value.get("definition", "there")
    return ", ".join(map(str, value)) or "none" if isinstance(value, list | tuple) else str(value)
