"""Let people sign in and out, and say who is signed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st
from streamlit.auth_util import get_secrets_auth_section

from placespace.catalogue.roles_file import has_roles
from placespace.errors import PlacespaceError
from placespace.places.roles import Who, may
from placespace.views import cached, signed
from placespace.views.plain import plain


def who_asks() -> Who:
    """Return who asks, or end the page: what is wrong with the list of roles is not for everybody who signs in.

    Raises
    ------
    PlacespaceError
        When the workspace cannot be opened and nobody signs in here.
    """
    try:
        return signed.who()
    except PlacespaceError:
        if not signed.configured():
            raise
    st.error("The workspace or its list of roles cannot be read, so nothing is shown. On the server, "
             "`python -m placespace check` says what is wrong.")  # fmt: skip
    st.stop()


def shut(who: Who) -> bool:
    """Return whether somebody is shown nothing but the page to sign in."""
    return not may(who, "see protected figures")


def instead(url: str) -> Callable[[], None]:
    """Return what stands in for the page of an address while nobody is signed in."""

    def page() -> None:
        door(signed.who())

    # pages are told apart by the name of what they run
    page.__name__ = f"sign_in_for_{url.replace('-', '_').replace('?', '')}"
    return page


def door(who: Who) -> None:
    """Show the page to sign in; to somebody who signed in and has no role, why nothing is shown."""
    st.title("Placespace")
    if who == signed.NOBODY:
        st.write("Sign in with the account your organisation gave you.")
        for name, title in providers().items():
            if st.button(title, type="primary", key=f"sign-in-{name or 'default'}"):
                st.login(name)
        return
    st.warning(plain(f"You are signed in as {who.name}. {_why(who)}"))
    st.button("Sign out", on_click=st.logout)


def _why(who: Who) -> str:
    if not has_roles(cached.workspace().roles):
        return (
            "Nobody has a role yet, so nothing is shown. Whoever looks after this server gives roles in "
            "geodata/roles.toml: docs/sign_in.md says how."
        )
    if st.user.get("email_verified", True) not in (True, "true"):
        return "Your provider has not verified this e-mail address, so nothing is shown."
    return "This address is not on the list of those who may use Placespace, so nothing is shown. Ask an analyst."


def providers() -> Mapping[str | None, str]:
    """Return whom people can sign in with: the name Streamlit knows a provider by, and what its button says."""
    section = get_secrets_auth_section().to_dict()
    if "client_id" in section:
        return {None: "Sign in"}
    return {
        name: f"Sign in with {name}" for name, own in section.items() if isinstance(own, dict) and "client_id" in own
    }


def who_it_is() -> None:
    """Say in the header who is signed in and in which role, and let them sign out; nothing where nobody signs in."""
    if not signed.configured():
        return
    who = signed.who()
    with st.container(horizontal=True, vertical_alignment="bottom", width="content"):
        st.markdown(plain(f"{who.name} · {who.role}"), width="content")
        st.button("Sign out", on_click=st.logout)
