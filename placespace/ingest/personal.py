"""Refuse personal data at the door, by the name of a column and by what is in it."""

from __future__ import annotations

import re

import pandas as pd
import phonenumbers
from stdnum.gb import nhs, upn

NAMES = re.compile(
    r"""\b(fore|sur|first|last|full|family|patient|victim|suspect|offender|nominal|parent|carer|staff|worker|contact
        |young\ person|child|lead|manager|gp)['s]*\s*(full\s*)?(name|initials|details|person)?\b
        (?!.*\b(band|type|count)\b)
     |\b(dob|d\.o\.b|birth|born)\b|\bnhs\b|\b(address|email|e-mail|phone|telephone|tel|mobile)\b
     |\b(narrative|free\s*text|crew\s*notes|mo\s*text|summary|disposal\s*notes)\b|\b(pnc|upn|urn|nino|passport|cro)\b
     |\bni\s*(no|number)\b|\binitials\b|\bpostcode\ of\ residence\b|\bhome\ (address|postcode)\b""",
    re.I | re.X,
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
TEN_DIGITS = re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b")
PUPIL = re.compile(r"\b[A-Z]\d{11}[\dA-Z]\b")
REMOVED = "[removed]"
LOOK_AT = 400


def named_personal(column: str) -> bool:
    """Return whether a heading announces personal data.

    Examples
    --------
    >>> [c for c in ("Victim_DOB", "NHS Number", "LSOA name", "Age band", "Victim age band", "Contact", "Staff name")
    ...  if named_personal(c)]
    ['Victim_DOB', 'NHS Number', 'Contact', 'Staff name']
    """
    return bool(NAMES.search(re.sub(r"[_\s]+", " ", column)))


def personal_in(text: str) -> str | None:
    """Return what kind of personal data a text holds, or None.

    Examples
    --------
    >>> personal_in("ring Sam on 07700 900123"), personal_in("999 000 0018"), personal_in("333500")
    ('a phone number', 'an NHS number', None)
    """
    if not any(c.isdigit() for c in text) and "@" not in text:
        return None
    if EMAIL.search(text):
        return "an email address"
    if any(nhs.is_valid(n) for n in TEN_DIGITS.findall(text)):
        return "an NHS number"
    if any(upn.is_valid(n) for n in PUPIL.findall(text)):
        return "a pupil number"
    if sum(c.isdigit() for c in text) >= 10 and _phones(text):
        return "a phone number"
    return None


def without_personal(text: str) -> str:
    """Return the text with phone numbers, emails, NHS and pupil numbers taken out.

    Examples
    --------
    >>> without_personal("Kicks, 6pm, Jo 07700 900123")
    'Kicks, 6pm, Jo [removed]'
    """
    for found in _phones(text):
        text = text.replace(found, REMOVED)
    text = EMAIL.sub(REMOVED, text)
    text = TEN_DIGITS.sub(lambda m: REMOVED if nhs.is_valid(m[0]) else m[0], text)
    return PUPIL.sub(lambda m: REMOVED if upn.is_valid(m[0]) else m[0], text)


def _phones(text: str) -> list[str]:
    # possible is enough: the numbers kept for drama are possible and not valid, and so are new ranges
    return [
        m.raw_string
        for m in phonenumbers.PhoneNumberMatcher(text, "GB", phonenumbers.Leniency.POSSIBLE)
        if re.match(r"\+?44|\(?0", m.raw_string)
    ]


def refuse_personal(frame: pd.DataFrame, keep: set[str]) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the frame without columns of personal data, and why each was refused.

    Parameters
    ----------
    frame : DataFrame of str
        As sent.
    keep : set of str
        Columns the layer asks for. Only these can reach the store, so in them every
        value is looked at; a kept column is refused when half of its values are personal,
        and otherwise the personal values are taken out of it.
    """
    refused: dict[str, str] = {}
    clean = {}
    for column in frame.columns:
        if named_personal(column):
            refused[column] = "by its name"
            continue
        filled = frame[column][frame[column].str.len() >= 7]
        look = filled if column in keep else filled.head(LOOK_AT)
        kinds = {v: personal_in(v) for v in look.unique()}
        hits = look.map(kinds).dropna()
        if len(hits) and (column not in keep or len(hits) * 2 >= len(look)):
            refused[column] = f"holds {hits.iloc[0]} (row {hits.index[0]})"
        elif column in keep:
            if len(hits):
                refused[f"{column}: {len(hits)} value(s)"] = f"held {hits.iloc[0]} (row {hits.index[0]}), taken out"
                swap = {v: without_personal(v) for v in look.unique() if kinds[v]}
                clean[column] = frame[column].replace(swap)
            else:
                clean[column] = frame[column]
    return pd.DataFrame(clean, index=frame.index), refused
