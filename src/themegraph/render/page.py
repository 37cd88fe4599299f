"""What all static pictures share: escaped SVG parts, two colours that everybody tells apart, a page around a picture, and PNG by a browser.

Pictures load nothing: no font, script, link or image. Every text is escaped; colours follow a dark screen and come back for print.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from themegraph.errors import QuestionError

__all__ = ["Drawing", "drawing_html", "fit", "rect", "svg", "text", "text_width", "to_png", "wrap"]

FONT = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", sans-serif'
_STYLE = f"""
.tg {{ font-family: {FONT}; --ink: #1a1a1a; --soft: #555; --line: #c4c4c4; --back: #fff; --up: #0072B2; --down: #D55E00; --grey: #7a7a7a; --mark: #f2f2ef; }}
@media (prefers-color-scheme: dark) {{ .tg {{ --ink: #ececec; --soft: #b8b8b8; --line: #4a4f55; --back: #15171a; --up: #56B4E9; --down: #F0803C;
  --grey: #9a9a9a; --mark: #23272c; }} }}
@media print {{ .tg {{ --ink: #000; --soft: #444; --line: #bbb; --back: #fff; --up: #0072B2; --down: #D55E00; --grey: #7a7a7a; --mark: #f2f2ef; }} }}
.tg .back {{ fill: var(--back); }} .tg text {{ fill: var(--ink); }} .tg .soft {{ fill: var(--soft); }} .tg .rule {{ stroke: var(--line); stroke-width: 1; }}
.tg .up {{ fill: var(--up); }} .tg .down {{ fill: var(--down); }} .tg .none {{ fill: var(--grey); }} .tg .mark {{ fill: var(--mark); }}
.tg .lup {{ stroke: var(--up); }} .tg .ldown {{ stroke: var(--down); }} .tg .lnone {{ stroke: var(--grey); }} .tg .link {{ fill: none; stroke-opacity: .6; }}
.tg .halo {{ paint-order: stroke; stroke: var(--back); stroke-width: 3.5px; stroke-linejoin: round; }} .tg .bold {{ font-weight: 600; }}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A static picture and the same content as a table."""

    title: str
    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: int
    height: int
    notes: tuple[str, ...] = ()


def text_width(value: str, size: float) -> float:
    """Return about how wide a text is, rather too wide than too narrow: an ideograph takes one em, a capital two thirds, a small letter over half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.7 if c.isupper() else 0.58 for c in value) * size


def fit(value: str, size: float, width: float) -> str:
    """Return a text that is at most so wide, with … where it was cut."""
    flat = " ".join(value.split())
    if text_width(flat, size) <= width:
        return flat
    while flat and text_width(flat + "…", size) > width:
        flat = flat[:-1]
    return flat.rstrip("，、（( ·") + "…"


def wrap(value: str, size: float, width: float, lines: int) -> list[str]:
    """Return at most so many lines of a text; the last one is cut where it does not fit."""
    left = " ".join(value.split())
    out: list[str] = []
    while left and len(out) < lines:
        if text_width(left, size) <= width or len(out) == lines - 1:
            out.append(fit(left, size, width))
            break
        at = 1
        while at < len(left) and text_width(left[: at + 1], size) <= width:
            at += 1
        # Closing marks do not open a line, and a word of letters or digits is not torn where it began near.
        while at > 1 and left[at] in "，。；：、！？）」』”％%)":
            at -= 1
        cut = at
        while cut > 1 and at - cut < 14 and left[cut - 1].isascii() and left[cut].isascii() and left[cut - 1] != " ":
            cut -= 1
        at = cut if at - cut < 14 and cut > 1 else at
        out.append(left[:at].rstrip())
        left = left[at:].lstrip()
    return out


def text(x: float, y: float, value: str, *, size: float = 12, kind: str = "", anchor: str = "start") -> str:
    """Return a text element; what it says is escaped."""
    shown = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"{shown}>{html.escape(value)}</text>'


def rect(x: float, y: float, width: float, height: float, kind: str, *, tip: str = "", radius: float = 1.5) -> str:
    """Return a rectangle with a tip that screen readers and pointers get."""
    inside = f"<title>{html.escape(tip)}</title>" if tip else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius:g}" class="{kind}">{inside}</rect>'


def svg(parts: Sequence[str], *, width: float, height: float, title: str, description: str) -> str:
    """Return an SVG document that may stand alone or inside a page."""
    w, h = round(width), round(height)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tg" role="img" aria-label="{html.escape(title)}" viewBox="0 0 {w} {h}" width="{w}" height="{h}"'
        ' style="max-width:100%;height:auto">',
        f"<title>{html.escape(title)}</title>", f"<desc>{html.escape(description)}</desc>", f"<style>{_STYLE}</style>",
        f'<rect class="back" width="{w}" height="{h}"/>', *parts, "</svg>", "",
    ])  # fmt: skip


def drawing_html(drawing: Drawing) -> str:
    """Return a page with the picture and, below it, its content as a table. No script, nothing loaded."""
    esc = html.escape
    head = "".join(f'<th scope="col">{esc(h)}</th>' for h in drawing.head)
    rows = "".join("<tr>" + "".join(f"<td>{esc(c)}</td>" for c in row) + "</tr>" for row in drawing.rows)
    notes = "".join(f"<li>{esc(n)}</li>" for n in drawing.notes)
    return f"""<!DOCTYPE html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{esc(drawing.title)}</title>
<style>
:root {{ color-scheme: light dark; --ink: #1a1a1a; --back: #fff; --line: #c4c4c4; --soft: #555; }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #ececec; --back: #15171a; --line: #4a4f55; --soft: #b8b8b8; }} }}
body {{ margin: 0; padding: 12px 16px; font: 14px/1.6 {FONT}; color: var(--ink); background: var(--back); }}
figure {{ margin: 0 0 12px; overflow-x: auto; }} table {{ border-collapse: collapse; font-size: 13px; }} caption {{ text-align: left; color: var(--soft); }}
td, th {{ border: 1px solid var(--line); padding: 2px 8px; text-align: left; vertical-align: top; }} ul {{ color: var(--soft); padding-left: 18px; }}
@media print {{ :root {{ --ink: #000; --back: #fff; --line: #bbb; --soft: #444; }} tr {{ break-inside: avoid; }} }}
</style>
</head>
<body>
<figure tabindex="0" aria-label="{esc(drawing.title)}">
{drawing.svg}</figure>
<table><caption>同样的内容</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>
<ul>{notes}</ul>
</body>
</html>
"""


_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-default-apps", "--disable-extensions", "--hide-scrollbars", "--force-color-profile=srgb", "--virtual-time-budget=4000",
)  # fmt: skip


def to_png(page: str, *, width: int, height: int) -> bytes:
    """Return a page as a PNG, drawn by a Chromium found on PATH.

    Raises
    ------
    QuestionError
        If no browser is found, or it draws nothing.
    """
    browser = next((p for n in _BROWSERS if (p := shutil.which(n))), None)
    if browser is None:
        msg = f"A PNG needs a browser: none of {', '.join(_BROWSERS)} is on PATH. Install chromium, or write .svg or .html."
        raise QuestionError(msg)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "picture.html", Path(folder) / "picture.png"
        source.write_text(page, encoding="utf-8")
        command = [browser, *_FLAGS, f"--user-data-dir={Path(folder) / 'profile'}", f"--window-size={width},{height}",
                   "--force-device-scale-factor=2", f"--screenshot={target}", source.as_uri()]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=120, check=False)  # noqa: S603  # fixed flags, our own file
        except subprocess.TimeoutExpired as late:
            msg = f"{browser} drew nothing in 120 s; write .svg or .html instead."
            raise QuestionError(msg) from late
        if not target.is_file():
            msg = f"{browser} drew nothing (status {done.returncode}); write .svg or .html instead."
            raise QuestionError(msg)
        return target.read_bytes()
