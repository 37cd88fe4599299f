"""Bytes to text: find the encoding, refuse what is no text."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from themegraph.errors import UnreadableArticle

__all__ = ["decode"]

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_GUESSES = ["gb18030", "big5", "big5hkscs"]
_HEAD = 200_000


def decode(raw: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without mark), UTF-16, GB18030 or Big5.

    Raises
    ------
    UnreadableArticle
        If the bytes are no text (NUL bytes without a UTF-16 mark), or fit none of these encodings.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError as problem:
                msg = f"starts with a {encoding} mark but byte {problem.start} does not fit it; save it as UTF-8"
                raise UnreadableArticle(msg) from problem
    if b"\0" in raw[:_HEAD]:
        msg = "looks like a binary file (it holds NUL bytes); wanted text in UTF-8, GB18030 or Big5"
        raise UnreadableArticle(msg)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        at = problem.start
    best = from_bytes(raw[:_HEAD], cp_isolation=_GUESSES, threshold=0.6).best()
    # A head cut in the middle of a character may spoil the guess, so every candidate is tried strictly on the whole.
    for encoding in [*([best.encoding] if best else []), *_GUESSES]:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if best is not None or _plausible(text):
            return text
    msg = f"is not UTF-8 (byte {at}), nor GB18030 or Big5; save it as UTF-8"
    raise UnreadableArticle(msg)


def _plausible(text: str) -> bool:
    """Return whether most characters are ones that texts use: the common ideographs, ASCII, CJK punctuation."""
    head = text[:5000]
    usual = sum(c.isascii() or "\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" for c in head)
    return usual >= 0.95 * max(1, len(head)) and "\ufffd" not in head
