"""Show text from files as text: nothing in it may become a link, a picture or a script."""

from __future__ import annotations

import html
import re


def plain(text: object) -> str:
    """Return text that Markdown shows as it is.

    Examples
    --------
    >>> plain("![x](https://a.example/p.png) costs £5")
    '\\\\!\\\\[x\\\\]\\\\(https\\\\://a\\\\.example/p\\\\.png\\\\) costs £5'
    """
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>$:~^=])", r"\\\1", str(text))


def leaf_text(text: object) -> str:
    """Return text that a folium page cannot run: folium writes it into HTML and between backticks.

    Examples
    --------
    >>> leaf_text("<b>`${x}`")
    '&lt;b&gt;&#96;&#36;&#123;x}&#96;'
    """
    safe = html.escape(str(text), quote=True).replace("\\", "&#92;").replace("`", "&#96;")
    return safe.replace("${", "&#36;&#123;").replace("{{", "&#123;&#123;").replace("{%", "&#123;%")
