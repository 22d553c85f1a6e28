"""Serve the app's own files and headers: the browser talks to this host and no other."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from placespace.catalogue import open_workspace
from placespace.errors import PlacespaceError
from placespace.views.gate import Gate, check_address
from placespace.views.served import kept_bytes, kept_page, leaflet_folder, root

PAGE_POLICY = (
    "sandbox allow-scripts allow-popups; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; frame-ancestors 'self'"
)
"""A layered map carries its own script inline; it is shut in a sandbox and can ask for nothing."""

KEEP = "private, max-age=31536000, immutable"


def routes() -> list[BaseRoute]:
    """Return the app's own addresses: Leaflet, the layered maps shown in pages, and the shapes on maps."""
    return [
        Mount(f"{root()}/vendor/leaflet", StaticFiles(directory=leaflet_folder())),
        Route(f"{root()}/layered/{{digest}}.html", _layered),
        Route(f"{root()}/kept/{{digest}}", _kept),
    ]


async def _layered(request: Request) -> Response:
    page = kept_page(request.path_params["digest"])
    if page is None:
        return Response("This map is no longer kept. Open its page again.", status_code=404)
    return HTMLResponse(page, headers={"content-security-policy": PAGE_POLICY})


async def _kept(request: Request) -> Response:
    content = kept_bytes(request.path_params["digest"])
    if content is None:
        return Response("This is no longer kept.", status_code=404)
    # named by its content, so it never changes
    return Response(content, media_type="application/octet-stream", headers={"cache-control": KEEP})


def middleware() -> list[Middleware]:
    """Return what adds the security headers to every answer, and refuses those who may not ask.

    Raises
    ------
    SystemExit
        When others could reach the app and nobody signs in.
    """
    check_address()
    return [Middleware(SecurityHeaders, policy=policy()), Middleware(Gate)]


def policy() -> str:
    """Return the Content-Security-Policy: this host only, plus the map tiles an area switches on."""
    scripts = re.findall(rb"<script(?![^>]*src=)[^>]*>(.*?)</script>", _index_page(), re.S)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s).digest()).decode()}'" for s in scripts)
    return (
        f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {hashes}; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:{_tile_host()}; font-src 'self' data:; connect-src 'self' data: blob:; "
        "worker-src 'self' blob:; frame-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'self'"
    )


def _index_page() -> bytes:
    return (Path(st.__file__).parent / "static" / "index.html").read_bytes()


def _tile_host() -> str:
    try:
        tiles = open_workspace().area.tiles
    except PlacespaceError:  # the page itself will say what is wrong with the workspace
        return ""
    if not tiles:
        return ""
    address = urlsplit(tiles["url"].replace("{s}", "*"))
    return f" {address.scheme}://{address.netloc}"


class SecurityHeaders:
    """Add the policy to answers that do not bring a stricter one of their own."""

    def __init__(self, app, policy: str) -> None:
        self.app, self.policy = app, policy.encode()

    async def __call__(self, scope, receive, send) -> None:
        async def with_headers(message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                if not any(name.lower() == b"content-security-policy" for name, _ in headers):
                    headers.append((b"content-security-policy", self.policy))
                headers += [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")]
                message = {**message, "headers": headers}
            await send(message)

        await self.app(scope, receive, with_headers)
