"""Say who is signed in to the app, and carry it to what runs later or elsewhere.

``[auth]`` in ``.streamlit/secrets.toml`` makes people sign in with Streamlit's own login. Imported before the server is
up, so it imports no component.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import streamlit as st
from streamlit import runtime
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri, get_secrets_auth_section
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from placespace.catalogue import Workspace, open_workspace
from placespace.catalogue.roles_file import has_roles
from placespace.places.acting import NOT_LISTED, acting, acting_as, roles_of, set_resolver
from placespace.places.roles import Who
from placespace.views.served import allow

P = ParamSpec("P")
T = TypeVar("T")

NOBODY = Who("nobody signed in", NOT_LISTED)


def configured() -> bool:
    """Return whether ``[auth]`` is there: then nobody sees anything before they have signed in."""
    return bool(get_secrets_auth_section())


def who() -> Who:
    """Return who asks: whoever is signed in; where nobody signs in, the one analyst of this machine."""
    return acting(open_workspace(os.environ.get("PLACESPACE_WORKSPACE")))


def as_now(fn: Callable[P, T]) -> Callable[P, T]:
    """Return a function that asks as whoever asks now, in whatever thread it runs: for files made on a click.

    Bytes that it returns may be fetched by them, and by nobody else who may not see true counts.
    """
    now = who()

    @wraps(fn)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with acting_as(now):
            made = fn(*args, **kwargs)
        if isinstance(made, bytes | str):
            allow(made, now)
        return made

    return run


def signed_in(workspace: Workspace) -> Who | None:
    """Return who is signed in to this page; None where the app has no sign-in, or this is not the app.

    In a thread that serves no page nobody is signed in, and nothing is shown.
    """
    page = get_script_run_ctx(suppress_warning=True)
    if (page is None and not runtime.exists()) or not configured():
        return None
    return NOBODY if page is None else role_of(workspace, st.user.to_dict())


def of_cookies(workspace: Workspace, cookies: Mapping[str, str]) -> Who:
    """Return who a request's cookies say is signed in, for addresses that are not pages."""

    def one(name: str) -> bytes | None:
        return decode_signed_value(get_cookie_secret(), name, cookies.get(name, ""))

    try:
        claims = json.loads(get_cookie_with_chunks(one, USER_COOKIE_NAME) or b"{}")
    except ValueError:
        return NOBODY
    ours = isinstance(claims, dict) and claims.get("origin") == get_origin_from_redirect_uri()
    return role_of(workspace, claims) if ours else NOBODY


def role_of(workspace: Workspace, claims: Mapping[str, Any]) -> Who:
    """Return somebody with their role, from what the provider says of them.

    Parameters
    ----------
    workspace : Workspace
    claims : mapping
        Of the identity token: ``email``, ``email_verified`` where the provider says it, ``iat`` (when they signed in,
        seconds since 1970), and ``is_logged_in``.
    """
    email = str(claims.get("email") or "").strip()
    if not claims.get("is_logged_in") or not email or signed_in_too_long(workspace, claims):
        return NOBODY
    # a provider that says nothing of it is trusted; one that says anything but yes is not
    if claims.get("email_verified", True) not in (True, "true") or not has_roles(workspace.roles):
        return Who(email, NOT_LISTED)
    return Who(email, roles_of(workspace).of_email(email) or NOT_LISTED)


def signed_in_too_long(workspace: Workspace, claims: Mapping[str, Any]) -> bool:
    """Return whether somebody signed in so long ago that they are asked again."""
    at = claims.get("iat")
    return isinstance(at, int | float) and time.time() - at > workspace.area.settings["signed_in_hours"] * 3600


set_resolver(signed_in)
