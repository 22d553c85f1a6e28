"""Search what leaves the panel: words that blame, and police times and crews in what is not the analyst's."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from placespace.catalogue import Workspace, read_crews
from placespace.disclose import Profile, check_wording
from placespace.documents.paper import check_no_police
from placespace.documents.paper.police import times_in
from placespace.documents.paper.word import refuse_words
from placespace.documents.plan.outreach import SPEAKS_OF_POLICE
from placespace.errors import PlacespaceError
from placespace.plans import kept_timetables

NO_POLICE = "What goes beyond the analyst holds no police crew, place or time."


def check_typed(texts: Mapping[str, str], profile: Profile) -> None:
    """Refuse what people typed where it blames, or where it says when the police come, naming all of it at once.

    Parameters
    ----------
    texts : mapping of str to str
        Where it stands, in words a chair can follow, and the text.
    profile : Profile
        The analyst's papers may say police times; all others may not.

    Raises
    ------
    PlacespaceError
    """
    refuse_words(check_wording(texts))
    told = {} if profile.exact else {w: t for w, t in texts.items() if SPEAKS_OF_POLICE.search(t) and times_in(t)}
    if told:
        raise PlacespaceError(
            NO_POLICE,
            "; ".join(f"{where}: {text[:120]!r}" for where, text in told.items()) + ".",
            "Say there what is done, and not when the police come; nothing was written.",
        )


def check_leaving(
    files: Mapping[str, bytes], workspace: Workspace, profile: Profile, *, quoted: Collection[str] = ()
) -> None:
    """Refuse files of a profile that is not the analyst's with a police time of any month handed out, or a crew's name.

    Parameters
    ----------
    files : mapping of str to bytes
        What is handed over; of a PDF its text, as ``name.txt``, because pages cannot be searched here.
    workspace : Workspace
    profile : Profile
    quoted : collection of str
        Texts that may stand there as they are, as what is open nearby and when.

    Raises
    ------
    PlacespaceError
        Naming each file and what is in it.
    """
    if profile.exact or not files:
        return
    crews = {c.id: c for c in read_crews(workspace.crews)[0]}
    table = kept_timetables(workspace)
    police = table[table["crew"].isin([i for i, c in crews.items() if c.police])]
    # a time that outreach has too is no police time
    check_no_police(files, police, crews, quoted=quoted)
