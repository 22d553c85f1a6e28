"""Recognise a person in what somebody typed: by a title, a name, an address or a date of birth.

It is cautious and can only be a part. A surname alone, initials, and a first name that is not on the list pass; so
does a description that only neighbours would know. People who write are asked to name posts and places instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from placespace.places.first_names import EITHER, PERSONS, SURNAMES
from placespace.places.person_words import BESIDE, BRANDS, GROUND, NOT_SURNAMES, POST_WORDS, VERBS

SOMEBODY = "write “a young person”, “an adult”, or the post: “the youth worker”"
THE_POST = "write the post: “the neighbourhood officer”, “the ward councillor”"
THE_STREET = "write the street, or the part of it"
THE_AGE = "write the ages in general: “13 to 15”"
ONE_POST = "name the post, not the person: “youth service manager”"


@dataclass(frozen=True)
class Person:
    """A person found in a text.

    Attributes
    ----------
    word : str
        As it stands in the text.
    why, instead : str
        Why it is refused, and what to write.
    """

    word: str
    why: str
    instead: str


NAME = r"[A-ZÀ-Ž][\wÀ-ž'’-]+"
BEING = (r"(?:boy|girl|lad|man|woman|male|female|youth|kid|child|teenager|teen|young person|person|pupil|student|"
         r"individual|resident|neighbour|dealer|adult|someone|somebody)")  # fmt: skip
KIN = (r"(?:brother|sister|mum|mam|mother|dad|father|son|daughter|cousin|girlfriend|boyfriend|uncle|auntie|aunt|nan|"
       r"stepdad|stepmum|friend)")  # fmt: skip
HOMES = (r"(?:Road|Rd|Street|St|Avenue|Ave|Close|Lane|Drive|Court|Terrace|Grove|Crescent|Way|Place|Gardens|Mews|Square|"
         r"Hill|View|Rise|Row|Walk|Green)")  # fmt: skip
MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
MANY = (r"(?:shops|businesses|traders|stores|units|cameras|lamps|lights|stops|incidents|reports|events|robberies|"
        r"venues|bins|benches|premises)")  # fmt: skip
OFFICE = (
    r"(?!(?:Team|Unit|Office|Patrol|World|Centre|Station|Hub|Club|Safety|Neighbourhood|Community|Youth|Schools?)\b)"
)

SHAPES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(rf"\b(?:PC|PCSO|WPC|DC|DS|DI|DCI|Sgt|Sergeant|Insp|Inspector|Constable|Supt|Superintendent)\.?\s+"
                rf"(?:\d+\s+)?{OFFICE}[A-Z][a-zÀ-ž'’-]+"), "reads as one officer", THE_POST),
    (re.compile(r"\b(?:Cllr|Councillor)\.?\s+(?![A-Z][a-z]+ (?:ward|Ward)\b)[A-Z][\w'’-]+"), "reads as one councillor",
     THE_POST),
    (re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Revd?|Rev|Reverend)\.?\s+{OFFICE}[A-Z][\wÀ-ž'’-]*"),
     "reads as a person with a title", SOMEBODY),
    (re.compile(r"(?<![\w-])(?:mr|mrs)\.?\s+[a-z]{2,}"), "reads as a person with a title", SOMEBODY),
    (re.compile(rf"(?i:\b{BEING},?\s+(?:(?:who|that)\s+(?:is|was)\s+)?(?:called|named|known\ as|nicknamed|going\ by))"
                r"\s+(?!(?:to|the|in|for|on|a|at|by|out|us|police)\b)[“‘\"']?[\w’'-]+"), "names somebody", SOMEBODY),
    (re.compile(r"(?i:\b(?:his|her|their|whose)\s+(?:\w+\s+)?(?:name|nickname)\s+is)\s+\w+"), "names somebody",
     SOMEBODY),
    (re.compile(r"(?i:\b(?:a\.?k\.?a\.?|also known as|nicknamed|goes by the name(?: of)?|street name is|alias))\s+"
                r"(?!(?i:the|as|a)\b)[“‘\"']?[A-Za-z][\w’'-]*"), "gives a nickname", SOMEBODY),
    (re.compile(r"(?i:\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\b[\s:]*)"
                r"(?:\d[\d./ -]+\d|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+)"),
     "is a date of birth", THE_AGE),
    (re.compile(r"(?i:\b(?:date of birth|d\.o\.b\b\.?|dob)\b)"), "is a date of birth", THE_AGE),
    (re.compile(rf"(?i:\b(?:lives?|lived|living|resides?|stays|staying|resident)\s+(?:at|in))\s+(?i:number\s+|no\.?\s*)?"
                rf"\d+[A-Za-z]?(?!\d)(?:\s+{NAME})*"), "is an address", THE_STREET),
    (re.compile(rf"(?<![\d:.£/-])(?<!bus )(?<!Bus )(?<!route )(?<!Route )(?<!unit )(?<!Unit )(?<!gate )(?<!stop )"
                rf"(?<!service )(?<!tram )\b(?!(?:19|20)\d\d\b)\d{{1,4}}[A-Za-z]?,?\s+(?!{MONTHS}\b)"
                rf"(?:[A-Z][\w'’-]*\s+){{1,3}}"
                rf"{HOMES}\b(?!\s+(?:{MANY}|bus)\b)"), "is an address", THE_STREET),
    (re.compile(r"\b(?:at|outside|from|of|near)\s+\d{1,4}[a-z]?\s+(?!mph|to|or|and|of|m\b)[a-z]{3,}\s+"
                r"(?:road|street|avenue|close|lane|drive|crescent|grove|terrace)\b"), "is an address", THE_STREET),
    (re.compile(r"\b(?i:flat|apartment|apt)\.?\s+(?i:no\.?\s*|number\s+)?(?:\d{1,4}[A-Za-z]?|[A-Z])\b"
                r"(?!\s*(?:%|per|m\b|metres?|Road|Street|Lane))"), "is an address", THE_STREET),
    (re.compile(r"\b(?i:house|door)\s+(?i:number|no\.?)\s*\d+"), "is an address", THE_STREET),
    (re.compile(rf"\b[Tt]he\s+(?!(?:Royal|Holy|Whole|Early|Think|Sure|Troubled|Supporting|Strengthening|Youth)\b){NAME}\s+"
                r"(?:family|brothers|sisters|twins|household)\b(?!\s+(?:hub|centre|support|worker|service|services|room|"
                r"area|entrance|pub|day|help|group|team|survey))"), "names a family", "write “a family”"),
    (re.compile(rf"\b{KIN}(?:\s+of)?\s+(?!(?:{'|'.join(sorted(w.title() for w in NOT_SURNAMES))})\b)[A-Z][a-zÀ-ž'’-]+"
                rf"(?!\s+(?:{'|'.join(sorted(w.title() for w in GROUND))})\b)"), "names somebody", SOMEBODY),
    (re.compile(rf"(?<![\w.])[A-Z]\.\s?(?!(?:{'|'.join(sorted(w.title() for w in GROUND))})\b)[A-Z][a-z]{{2,}}"),
     "reads as an initial and a surname", SOMEBODY),
    (re.compile(r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b"), "is a vehicle's number", "write “a car”"),
    (re.compile(r"(?<![\w.])@(?!(?:the|home|park|school|night|about|around)\b)[A-Za-z][\w.]{2,}"),
     "is somebody's account", "write “on social media”"),
)  # fmt: skip

ROYAL = r"(?:King|Queen|Prince|Princess|Lord|Lady|Sir|Dame|Duke|Earl|Pope|Our|Holy|Mount|Port|Fort|Cape)"
CALLED_AFTER = "|".join(re.escape(b) for b in BRANDS)
KNOWN = re.compile(
    rf"\b(?:SS|Sts?|Saints?)\.?\s+{NAME}(?:\s+(?:and|&|of|the)\s+(?:St\.?\s+)?{NAME})*"
    rf"|\b{ROYAL}\s+{NAME}(?:\s+[IVX]+\b)?|(?<!\w)(?:{CALLED_AFTER})(?!\w)"
)
WORD = re.compile(r"[A-Za-zÀ-ž][\wÀ-ž]*(?:['’-][\wÀ-ž]+)*")
ALSO_WORDS = frozenset({"harry", "jimmy", "billy", "molly", "sally", "peter", "harley", "kelvin", "jenny", "henry"})
BEFORE_ONE = frozenset(
    {"with", "called", "named", "told", "saw", "met", "and", "by", "asked", "hit", "robbed", "stabbed"}
)
AFTER_ONE = frozenset({"was", "is", "has", "had", "said", "says", "told", "lives", "went", "got", "came"})
"""What stands around a name that was typed without its capital."""
HURT = frozenset({"stabbed", "robbed", "punched", "slashed", "beaten", "groomed", "excluded", "arrested", "crying"})
"""What is done to a person, and not to a street."""
BETWEEN = frozenset({"van", "von", "de", "der", "da", "dos", "del", "el", "al", "ul", "bin", "ibn", "ap"})
"""Small words within a surname."""
STROKES = str.maketrans("łŁøØđĐıİßæÆ", "lLoOdDiIsaA")
"""Letters that no accent is taken off."""
ROMAN = re.compile(r"[IVX]+")


def person_in(text: str) -> Person | None:
    """Return the first person a text names, or None where none can be recognised.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> person_in("Jayden was seen by the shelter").word
    'Jayden'
    >>> [person_in(t) for t in ("Charlotte Street", "St Mary's Park is dark", "the youth worker")]
    [None, None, None]
    """
    # full-width letters, and signs nobody sees between two letters
    text = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    text = KNOWN.sub(lambda m: "·" * len(m[0]), text)
    for shape, why, instead in SHAPES:
        if found := shape.search(text):
            return Person(found[0].strip(), why, instead)
    if named := next(_named(text), None):
        return Person(named, "reads as a person's name", SOMEBODY)
    return None


def plain_letters(text: str) -> str:
    """Return a text with its accents taken off: the lists hold names without.

    Examples
    --------
    >>> plain_letters("Zoë Łukasz Siobhán")
    'Zoe Lukasz Siobhan'
    """
    apart = unicodedata.normalize("NFD", text.translate(STROKES))
    return "".join(c for c in apart if not unicodedata.combining(c))


def post_fault(text: str) -> str:
    """Return why a text is a person and no post; empty when nothing says so.

    Examples
    --------
    >>> post_fault("Youth service manager"), post_fault("Oluchi Brightwater")
    ('', '“Oluchi Brightwater” reads as a person: name the post, not the person: “youth service manager”')
    """
    words = WORD.findall(text)
    if person := person_in(text):
        return f"“{person.word}” {person.why}: {ONE_POST}"
    bare = {w.casefold().removesuffix("'s") for w in words}
    capitals = all(w in BETWEEN or (w[0].isupper() and not (w.isupper() and len(w) > 1)) for w in words)
    if 2 <= len(words) <= 4 and capitals and not bare & (POST_WORDS | NOT_SURNAMES):
        return f"“{text.strip()}” reads as a person: {ONE_POST}"
    return ""


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def bare(self) -> str:
        return plain_letters(re.sub(r"['’]s?$", "", self.text)).casefold()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def _named(text: str) -> Iterator[str]:
    words = [_Word(m[0], *m.span()) for m in WORD.finditer(text)]
    for at, word in enumerate(words):
        if _typed_small(words, at):
            yield word.text
        if not word.capital or (word.text.isupper() and len(word.text) <= 4 and not text.isupper()):
            continue
        run = _run(words, at, text)
        after = words[at + len(run)] if at + len(run) < len(words) else None
        if any(w.bare in GROUND for w in run[1:]) or (after and after.bare in BESIDE and _beside(run[-1], after, text)):
            continue
        first = at == 0 or bool(re.search(r"[.!?:;•\n]\s*$", text[: word.start]))
        before = words[at - 1].text.casefold() if at else ""
        then = words[at + 2].text if at + 2 < len(words) else ""
        if _is_person(word, run, after, first=first, before=before, then=then):
            yield " ".join(w.text for w in run[:2])


def _typed_small(words: list[_Word], at: int) -> bool:
    name = words[at].text
    near = (words[at - 1].text if at else "", words[at + 1].text if at + 1 < len(words) else "")
    if name in PERSONS - ALSO_WORDS and near[1] in SURNAMES:
        return True
    if len(name) < 5 or name not in PERSONS or name in ALSO_WORDS:
        return False
    return near[0].casefold() in BEFORE_ONE or near[1] in AFTER_ONE


def _run(words: list[_Word], at: int, text: str) -> list[_Word]:
    """Return a word and those with capitals that follow it with nothing but a space between."""
    run = [words[at]]
    for word in words[at + 1 : at + 5]:
        if not word.capital or not text[run[-1].end : word.start].isspace():
            break
        run.append(word)
    return run


def _beside(last: _Word, after: _Word, text: str) -> bool:
    return text[last.end : after.start].isspace()


def _is_person(word: _Word, run: list[_Word], after: _Word | None, *, first: bool, before: str, then: str) -> bool:
    name = word.bare
    name = name if name in EITHER else next((p for p in name.split("-")[:1] if p in PERSONS), name)
    surname = run[1] if len(run) > 1 and _may_be_surname(run[1]) else None
    if name in PERSONS:
        return True
    if name in EITHER and before != "the":
        does = run[1:] == [] and after is not None and (after.text in VERBS or (after.text == "was" and then in HURT))
        return does or (
            surname is not None and not (first and surname.bare not in SURNAMES | PERSONS and after is None)
        )
    return (
        surname is not None
        and surname.bare in SURNAMES
        and surname.text == surname.text.removesuffix("'s")
        and name not in NOT_SURNAMES
        and not word.text.isupper()
        and before != "the"
    )


def _may_be_surname(word: _Word) -> bool:
    if word.text.isupper() and (len(word.text) > 1 or ROMAN.fullmatch(word.text)):
        return False
    return word.bare not in NOT_SURNAMES
