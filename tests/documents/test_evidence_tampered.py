"""A bundle that was tampered with, cut or made to harm: each fault names the file, and nothing is unpacked."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.documents.places import verify_bundle
from placespace.documents.places.evidence_zip import (
    FILES,
    MOST_BYTES,
    canonical,
    manifest_faults,
    packed,
    parsed,
    plain,
    unpacked,
    with_manifest,
)

STEP = 7
WHOLE = {name: canonical({"of": name, "counts": list(range(9))}) for name in FILES if name != "manifest.json"}
numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.fixture(scope="module")
def bundle():
    return packed(with_manifest(WHOLE, {"profile": "analyst", "item": "item-0001"}))


def faults_of(content):
    verdict = verify_bundle(content)
    assert verdict.unchanged is (not verdict.faults)
    return verdict.faults


def test_a_bundle_as_it_was_packed_has_no_fault(bundle):
    assert faults_of(bundle) == ()


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_changed_is_named(bundle, name):
    files, _ = unpacked(bundle)
    found = faults_of(packed({**files, name: files[name].replace(b"o", b"p", 1)}))
    assert found[0].startswith(f"{name}: ")
    # what a manifest that was changed says of the others is said too
    assert {f.split(":")[0] for f in found} == {name} or name == "manifest.json"


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_taken_out_is_named(bundle, name):
    files, _ = unpacked(bundle)
    del files[name]
    assert any(f.startswith(f"{name}: ") for f in faults_of(packed(files)))


@pytest.mark.parametrize("name", [n for n in FILES if n != "manifest.json"])
def test_a_file_that_was_changed_with_its_line_in_the_manifest_shows_in_the_manifests_own_sum(bundle, name):
    files, _ = unpacked(bundle)
    files[name] = canonical({"of": name, "counts": [1]})
    said = parsed(files["manifest.json"])
    listed = with_manifest({n: c for n, c in files.items() if n != "manifest.json"}, {})["manifest.json"]
    said["files"] = parsed(listed)["files"]
    assert faults_of(packed({**files, "manifest.json": canonical(said)})) == (
        "manifest.json: its own SHA-256 is not the one it states",
    )


def test_any_byte_that_is_turned_is_seen_and_one_within_a_file_is_named_by_it(bundle):
    files, _ = unpacked(bundle)
    for at in range(0, len(bundle), STEP):
        turned = bundle[:at] + bytes([bundle[at] ^ 0x55]) + bundle[at + 1 :]
        found = faults_of(turned)
        assert found, at
        inside = [n for n, c in files.items() if bundle.find(c) <= at < bundle.find(c) + len(c)]
        assert all(any(f.startswith(f"{n}: ") for f in found) for n in inside), (at, inside, found)


@pytest.mark.parametrize("cut", [0, 1, 30, 200, -1, -22, -200])
def test_one_that_was_cut_short_is_not_whole(bundle, cut):
    assert faults_of(bundle[:cut]) == ("bundle: not a whole zip file; it was cut short or is something else",)


@pytest.mark.parametrize(("before", "after"), [(b"MZ", b""), (b"", b"more"), (b"PK\x03\x04", b"")])
def test_bytes_put_before_or_after_it_are_seen(bundle, before, after):
    assert faults_of(before + bundle + after)


def made(*members, method=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as hostile:
        for name, content in members:
            hostile.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "name", ["../../escape.json", "/etc/passwd", "C:\\numbers.json", "sub/numbers.json", "numbers.json\n", "\x1b[31m"]
)
def test_names_that_are_paths_or_play_tricks_are_refused_and_said_plainly(bundle, name):
    files, _ = unpacked(bundle)
    found = faults_of(made(*files.items(), (name, b"{}")))
    assert any(f.endswith("not a file of a bundle") for f in found)
    assert all(f.isprintable() for f in found)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice_is_refused(bundle):
    files, _ = unpacked(bundle)
    assert "numbers.json: there twice" in faults_of(made(*files.items(), ("numbers.json", b"{}")))


def test_what_is_compressed_is_not_read_so_nothing_can_swell(bundle):
    files, _ = unpacked(bundle)
    bomb = {**files, "numbers.json": b"0" * 5_000_000}
    found = faults_of(made(*bomb.items(), method=zipfile.ZIP_DEFLATED))
    assert "numbers.json: packed in a way that bundles are not" in found


def test_one_that_is_too_large_is_refused_before_it_is_read():
    assert faults_of(b"0" * (MOST_BYTES + 1))[0].startswith("bundle: 20,000,001 bytes")


@pytest.mark.parametrize("content", [b"[" * 100_000, b"\xff\xfe", b"[]", b"1" * 5000, b"NaN"])
def test_a_manifest_that_is_no_manifest_is_named(content):
    assert manifest_faults({**WHOLE, "manifest.json": content}) == ["manifest.json: cannot be read"]


@given(content=st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_bytes_at_all_stop_the_verdict(content):
    assert not verify_bundle(content).unchanged
    assert not verify_bundle(b"PK\x05\x06" + content).unchanged


@given(value=st.dictionaries(st.text(), values, max_size=5))
@settings(max_examples=200, deadline=None)
def test_json_has_one_form_only_and_comes_back_as_it_was(value):
    written = canonical(value)
    assert parsed(written) == plain(value) == value
    assert canonical(parsed(written)) == written
    assert canonical(dict(reversed(value.items()))) == written
    assert written.isascii()
