"""Refuse personal data at the door, by the name of a column and by what is in it.

What cannot be detected: a person's name in a cell of free text (a location, a note).
Map such columns only where the partner has checked them.
"""

from __future__ import annotations

import re

import pandas as pd
import phonenumbers
from stdnum.gb import nhs, upn

ALWAYS = re.compile(
    r"""\b(dob|d\ o\ b|birth|birthday|born|nhs|e\ ?mails?|phones?|telephones?|tel|mob|fax|narrative|free\ ?text
        |crew\ notes|mo\ text|mo\ description|summary|disposal\ notes|pnc|pncid|upn|nino|ni\ (no|number)|passport|cro
        |initials|fore\ ?names?|sur\ ?names?|nick\ ?names?|alias(es)?|next\ of\ kin|nok|vrm|driving\ licence
        |home\ postcode|postcode\ of\ residence)\b
     |\b(first|last|full|family|middle|given|known|preferred)\ names?\b
     |(?<!venue\ )(?<!site\ )(?<!building\ )(?<!centre\ )(?<!club\ )(?<!web\ )(?<!website\ )\baddress(es)?\b
     |\bmobile\b(?!\ (provision|unit|library|bus|service|youth|team))""",
    re.X,
)
OF_A_PERSON = re.compile(
    r"""\b(patient|victim|suspect|offender|nominal|parent|carer|staff|worker|contact|young\ person|child|lead|manager|gp
        |officer|clinician|caller|informant|complainant|witness|defendant|accused|casualty|aggrieved|injured\ party
        |mother|father|guardian|sibling|pupil|student|teacher|person|driver|occupier|key\ ?holder)s?\b""",
    re.X,
)
NOT_OF_ONE = re.compile(
    r"""\b(age|aged|band|type|kind|count|numbers?\ of|no\ of|how\ many|total|flag|marker|y\ n|involved|present|sex
        |gender|ethnicity|organi[sz]ation|agency|provider|service|force|team|unit|department|date|time|month|year|day|hour|hours
        |category|code|outcome|status|method|injury|injured|killed|relationship|capacity|ratio)\b""",
    re.X,
)
DAY = r"(?:[0-3]?\d[-/.][01]?\d[-/.](?:19|20)?\d\d|(?:19|20)\d\d[-/.][01]?\d[-/.][0-3]?\d)"
HOUR = r"[0-2]?\d[:.][0-5]\d(?::[0-5]\d)?"
DECIMAL = r"(?:0|[1-9]\d{0,6})\.\d{4,}"
NUMBERS = re.compile(rf"(?<![\d.]){DECIMAL}(?![\d.])|(?<![\d.]){DAY}(?![\d.])|(?<![\d.:]){HOUR}(?![\d.:])")
WORTH_LOOKING = r"@|(?:\d\D{0,3}){9}\d"
PLAIN_NUMBER_OR_TIME = rf"^(?:[-+]?(?:0|[1-9]\d{{0,6}})\.\d+|{DAY}(?:[T ]{HOUR})?)$"
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{2,}")
TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
PUPIL = re.compile(r"\b[A-Z]\d{11}[\dA-Z]\b")
PHONE = re.compile(
    r"(?<!\d)(?:(?:\+|00)\W?44(?:[\W_]*\(0\))?[\W_]{0,2}|\(?[0O][\W_]{0,2})(?:\d[\W_]{0,2}){8,9}\d(?!\d)"
    r"|(?<![\d.])7[1-9]\d{2}[ -]?\d{3}[ -]?\d{3}(?!\d)"  # a mobile whose first 0 a spreadsheet dropped
)
REMOVED = "[removed]"
LOOK_AT = 400
SHORTEST = 6
LONGEST = 2000
"""A longer cell is a narrative or a broken file, never a date, code, place or session."""


def named_personal(column: str) -> bool:
    """Return whether a heading announces personal data.

    Examples
    --------
    >>> [c for c in ("Victim_DOB", "NHSNumber", "LSOA name", "Age band", "Victim age band", "Contact", "Staff name")
    ...  if named_personal(c)]
    ['Victim_DOB', 'NHSNumber', 'Contact', 'Staff name']
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", column)
    words = re.sub(r"[\W_]+", " ", words).strip().lower()
    return bool(ALWAYS.search(words) or (OF_A_PERSON.search(words) and not NOT_OF_ONE.search(words)))


def personal_in(text: str) -> str | None:
    """Return what kind of personal data a text holds, or None.

    Examples
    --------
    >>> personal_in("ring Sam on 07700 900123"), personal_in("999 000 0018"), personal_in("01-02-2025 18:00")
    ('a phone number', 'an NHS number', None)
    """
    if len(text) > LONGEST:
        return "a long text"
    if "@" in text and EMAIL.search(text):
        return "an email address"
    text = _without_numbers(text)
    if sum(c.isdigit() for c in text) < 10:
        return None
    if any(nhs.is_valid(n) for n in TEN_DIGITS.findall(text)):
        return "an NHS number"
    if any(upn.is_valid(n) for n in PUPIL.findall(text)):
        return "a pupil number"
    return "a phone number" if _phones(text) else None


def without_personal(text: str) -> str:
    """Return the text with phone numbers, emails, NHS and pupil numbers taken out.

    Examples
    --------
    >>> without_personal("Kicks, 6pm, Jo 07700 900123")
    'Kicks, 6pm, Jo [removed]'
    """
    if len(text) > LONGEST:
        return REMOVED
    seen = _without_numbers(text)  # as long as the text, so that a place in one is the same place in the other
    spans = [m.span() for m in EMAIL.finditer(text)] + _phones(seen)
    spans += [m.span() for m in TEN_DIGITS.finditer(seen) if nhs.is_valid(m[0])]
    spans += [m.span() for m in PUPIL.finditer(seen) if upn.is_valid(m[0])]
    for start, end in sorted(_joined(spans), reverse=True):
        text = text[:start] + REMOVED + text[end:]
    return text


def _without_numbers(text: str) -> str:
    return NUMBERS.sub(lambda m: "~" * len(m[0]), text)


def _phones(text: str) -> list[tuple[int, int]]:
    spans = [m.span() for m in PHONE.finditer(text)]
    if not re.search(r"\+|(?<!\d)0", text):
        return spans
    # possible is enough: the numbers kept for drama are possible and not valid, and so are new ranges
    spans += [
        (m.start, m.end)
        for m in phonenumbers.PhoneNumberMatcher(text, "GB", phonenumbers.Leniency.POSSIBLE)
        if re.match(r"\+|\(?0", m.raw_string) and sum(c.isdigit() for c in m.raw_string) >= 10
    ]
    return spans


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def refuse_personal(
    frame: pd.DataFrame, keep: set[str], *, numbered: str | None = None
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the frame without columns of personal data, and why each was refused.

    Parameters
    ----------
    frame : DataFrame of str
        As sent.
    keep : set of str
        Columns the layer asks for. Only these can reach the store, so in them every
        value is looked at; a kept column is refused when half of its values are personal,
        and otherwise the personal values are taken out of it.
    numbered : str, optional
        The kept column of the partner's own numbers. One in eleven of any ten digits
        passes as an NHS number; so few are left as they are, since this column is never stored.
    """
    refused: dict[str, str] = {}
    clean = {}
    for column in frame.columns:
        if named_personal(column):
            refused[column] = "by its name"
            continue
        kept, text = column in keep, frame[column]
        long = text[text.str.len() >= SHORTEST]
        look = long if kept and column != numbered else long.head(LOOK_AT)
        worth = look[look.str.contains(WORTH_LOOKING, regex=True) | (look.str.len() > LONGEST)]
        worth = worth[~worth.str.contains(PLAIN_NUMBER_OR_TIME, regex=True)]
        hits = worth.map({v: personal_in(v) for v in worth.unique()}).dropna() if len(worth) else worth
        few = len(hits) * 2 < len(look)
        if len(hits) and few and (column == numbered or (not kept and worth.str.fullmatch(r"\d+").all())):
            hits = hits.iloc[:0]
        if len(hits) and not (kept and few):
            refused[column] = f"holds {hits.iloc[0]} (row {hits.index[0]})"
        elif kept and len(hits):
            refused[f"{column}: {len(hits)} value(s)"] = f"held {hits.iloc[0]} (row {hits.index[0]}), taken out"
            swap = {v: without_personal(v) for v in worth[hits.index].unique()}
            clean[column] = text.where(~text.isin(swap.keys()), text.map(swap))
        elif kept:
            clean[column] = text
    return pd.DataFrame(clean, index=frame.index), refused
