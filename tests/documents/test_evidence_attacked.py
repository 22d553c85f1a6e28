"""A bundle that agrees with its manifest and holds something else is named, and never breaks whoever looks at it."""

import json

import pytest

from placespace.documents.places import difference, open_bundle, verify_bundle
from placespace.documents.places.evidence_zip import canonical, packed, with_manifest
from placespace.errors import PlacespaceError

LINE = {"layer": "police", "source": "", "categories": "", "count": "", "first": "2025-01", "last": "2025-12"}
PLACE = {"id": "place-0001", "version": 1, "name": "Café Môr", "cells": ["a"], "raised_on": "2026-01-31"}
SOUND = {
    "numbers.json": {"sources": [LINE]},
    "settings.json": {"settings": {"change_few": {"value": 5}}},
    "definition.json": {"sources": {}},
    "fingerprints.json": {"layers": {"police": {"files": []}}},
    "decision.json": {"place": PLACE, "goals": {}, "actions": {}},
}
ODD = {
    "a month that is none": ("numbers.json", {"sources": [{**LINE, "last": "2026-99"}]}),
    "a month that is a number": ("numbers.json", {"sources": [{**LINE, "last": 5}]}),
    "a layer that is a list": ("numbers.json", {"sources": [{**LINE, "layer": ["police"]}]}),
    "a place of nothing": ("decision.json", {"place": {}}),
    "cells that are a number": ("decision.json", {"place": {**PLACE, "cells": 5}}),
    "a day that is none": ("decision.json", {"place": {**PLACE, "raised_on": "yesterday"}}),
    "goals that are a number": ("decision.json", {"place": PLACE, "goals": 5}),
    "settings that are a list": ("settings.json", {"settings": {"change_few": [1]}}),
    "fingerprints that are a number": ("fingerprints.json", {"layers": {"police": 5}}),
}


def bundle_of(**changed):
    files = {name: canonical(value) for name, value in {**SOUND, **changed}.items()}
    return packed(with_manifest(files, {"profile": "analyst", "item": "item-0001", "place": {"id": "place-0001"}}))


def test_one_that_is_sound_is_opened():
    bundle = open_bundle(bundle_of())
    assert difference(bundle, bundle) == []


@pytest.mark.parametrize("what", ODD)
def test_what_is_not_of_its_form_is_named_and_not_opened(what, sample_reading):
    name, value = ODD[what]
    content = bundle_of(**{name: value})
    assert json.dumps(value)
    assert verify_bundle(content, reading=sample_reading).faults[0].startswith(f"{name}: ")
    with pytest.raises(PlacespaceError, match=name):
        open_bundle(content)
