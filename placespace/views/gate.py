"""Hold the server's addresses to those who may have them: what a page made for one person is not another's."""

from __future__ import annotations

import ipaddress
import os
import re
import sys

import streamlit as st
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime

from placespace.catalogue import open_workspace
from placespace.errors import PlacespaceError
from placespace.places.roles import Who, may
from placespace.views import signed
from placespace.views.served import digest_of, may_fetch, root

ALONE_ONLY = (
    "Nobody signs in here, so Placespace answers this machine only, at 127.0.0.1. For others to use it, set up "
    "sign-in: docs/sign_in.md says how."
)
NOT_YOURS = "This was not made for you, or you are not signed in. Open the page it belongs to."
SECRET_LETTERS = 32
SHORT_SECRET = (
    f"cookie_secret in .streamlit/secrets.toml is shorter than {SECRET_LETTERS} letters, or still the example's: who "
    "guesses it signs in as anybody. Put random letters there, as docs/sign_in.md says."
)
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""What a proxy adds: then whoever asks is not this machine, though the connection is."""
CLOSED = re.compile(r"/_stcore/(metrics|agent|script-health-check)")
"""What the framework can serve that nobody here needs."""


def check_address() -> None:
    """Refuse to start where others could reach it and nobody signs in, or where somebody could say who they are.

    Raises
    ------
    SystemExit
    """
    address = st.get_option("server.address") or ""
    if not signed.configured() and not is_this_machine(address):
        sys.exit(f"server.address is {address or 'empty, which is every address'}. {ALONE_ONLY}")
    if signed.configured() and st.get_option("server.trustedUserHeaders"):
        sys.exit("server.trustedUserHeaders lets a header say who somebody is. Take it out: people sign in here.")
    if signed.configured():
        secret = signed.get_cookie_secret().strip()
        if len(secret) < SECRET_LETTERS or secret.startswith("<"):
            sys.exit(SHORT_SECRET)


def is_this_machine(host: str) -> bool:
    """Return whether a name or an address is this machine's own.

    Examples
    --------
    >>> [is_this_machine(h) for h in ("localhost", "127.0.0.1", "::1", "10.1.2.3", "0.0.0.0", "localhost.example")]
    [True, True, True, False, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class Gate:
    """Answer only those who may ask: see :func:`refusal`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        says = refusal(HTTPConnection(scope)) if scope["type"] in ("http", "websocket") else None
        if says is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": says[:100]})
        else:
            await PlainTextResponse(says, status_code=403)(scope, receive, send)


def refusal(asked: HTTPConnection) -> str | None:
    """Return why a request is refused; None where it is not."""
    if not signed.configured():
        return None if _from_this_machine(asked) else ALONE_ONLY
    path = asked.url.path.removeprefix(root())
    if CLOSED.match(path):
        return NOT_YOURS
    upload, name = path.startswith("/_stcore/upload_file"), re.fullmatch(r"/(media|kept|layered)/([^/.]+)[^/]*", path)
    if not upload and name is None:
        return None if not path.startswith(("/media", "/kept", "/layered")) else NOT_YOURS
    who = _who(asked)
    if upload:
        return None if may(who, "change settings") or may(who, "edit places") else NOT_YOURS
    digest = _media_digest(name[2]) if name[1] == "media" else name[2]
    return None if digest is not None and may_fetch(digest, who) else NOT_YOURS


def _from_this_machine(asked: HTTPConnection) -> bool:
    host = re.sub(r":\d+$", "", asked.headers.get("host", "")).strip("[]")
    behind = any(name in asked.headers for name in FORWARDED)
    return asked.client is not None and is_this_machine(asked.client.host) and is_this_machine(host) and not behind


def _who(asked: HTTPConnection) -> Who:
    try:
        return signed.of_cookies(open_workspace(os.environ.get("PLACESPACE_WORKSPACE")), asked.cookies)
    except PlacespaceError:  # a workspace or a roles file that cannot be read gives nobody anything
        return signed.NOBODY


def _media_digest(file_id: str) -> str | None:
    if not runtime.exists():
        return None
    held = runtime.get_instance().media_file_mgr.read_file(file_id)
    return None if held is None else digest_of(held.content)
