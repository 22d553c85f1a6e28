"""Show text from files as text: nothing in it may become a link, a picture or a script."""

from __future__ import annotations

import html
import re

JOINER = "\u2060"
"""A word joiner has no width: put where an address would be recognised, it leaves the address as text."""


def plain(text: object) -> str:
    """Return text that Markdown shows as it is.

    Examples
    --------
    >>> plain("![x](https://a.example/p.png) costs £5").replace(JOINER, "|")
    '\\\\!\\\\[x\\\\]\\\\(https\\\\:|//a\\\\.example/p\\\\.png\\\\) costs £5'
    """
    # bare addresses become links even where every sign in them is escaped
    still = re.sub(r"(?i)(https?:(?=//)|www(?=\.))|(?=@)", lambda found: (found[1] or "") + JOINER, str(text))
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>$:~^=])", r"\\\1", still)


def leaf_text(text: object) -> str:
    """Return text that a folium page cannot run: folium writes it into HTML and between backticks.

    Examples
    --------
    >>> leaf_text("<b>`${x}`")
    '&lt;b&gt;&#96;&#36;&#123;x}&#96;'
    """
    safe = html.escape(str(text), quote=True).replace("\\", "&#92;").replace("`", "&#96;")
    return safe.replace("${", "&#36;&#123;").replace("{{", "&#123;&#123;").replace("{%", "&#123;%")
