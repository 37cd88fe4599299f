"""Names near one that nothing bears: what a reader who wrote 招商 or 贵州茅苔 may have meant."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

import numpy as np

from themegraph.folding import fold_name
from themegraph.model import code_of, kind_of
from themegraph.snapshot import Snapshot

__all__ = ["companies_beginning_with", "did_you_mean", "near_names"]

_KINDS = ("company", "theme", "industry", "etf", "index")
_SHOWN = 5
_LETTERS = re.compile(r"[a-z0-9.]+")


def _held(snapshot: Snapshot) -> np.ndarray:
    """Return, by node, in how many weight tables its shares stand: who is meant by a short name is more often the larger company."""
    security = snapshot.holdings.security
    return np.bincount(snapshot.nodes.issuer[security[security >= 0]], minlength=len(snapshot.nodes))


def near_names(snapshot: Snapshot, text: str, kinds: Collection[str] = _KINDS) -> tuple[str, ...]:
    """Return labels of what a text may mean that nothing is called: names that begin with it, that contain it, else those near by letters.

    Parameters
    ----------
    kinds
        What may be meant; companies stand before themes and funds, and those in more weight tables before others.
    """
    folded = fold_name(text)
    if not folded:
        return ()
    # Who asks with a code is answered with codes.
    coded = any(c.isdigit() for c in folded) and bool(_LETTERS.fullmatch(folded))
    held = _held(snapshot)
    bearers: dict[str, list[tuple[str, int]]] = {}
    best: dict[int, tuple[int, int, int, int, str]] = {}
    for name, node in zip(snapshot.names.text.tolist(), snapshot.nodes.issuer[snapshot.names.node].tolist(), strict=True):
        kind = kind_of(snapshot.id_of(node))
        if kind not in kinds:
            continue
        plain = fold_name(snapshot.text(name))
        bearers.setdefault(plain, []).append((kind, node))
        if len(folded) >= 2 and folded in plain:
            key = (0 if plain.startswith(folded) else 1, _KINDS.index(kind), -int(held[node]), len(plain), snapshot.id_of(node))
            best[node] = min(key, best.get(node, key))
    nodes = sorted(best, key=lambda n: best[n])
    if not nodes:
        # A code is near a code by its digits; a word by most of its letters, one of two where it has only two.
        cutoff = 0.75 if _LETTERS.fullmatch(folded) else 0.5 if len(folded) == 2 else 0.6
        close = get_close_matches(folded, bearers, n=4 * _SHOWN, cutoff=cutoff)
        ranked = [(len(near) != len(folded), -int(held[node]), at, node) for at, near in enumerate(close) for _, node in bearers[near]]
        if coded:
            # Of codes alike by their letters those with most of them in their places come first: a digit was missed or two were swapped.
            ranked = [
                (False, sum(a != b for a, b in zip(near, folded, strict=False)), at, node)
                for at, near in enumerate(close)
                for _, node in bearers[near]
            ]
        nodes = [node for *_, node in (sorted(ranked) if coded or len(folded) == 2 else sorted(ranked, key=lambda r: r[2:]))]
    return tuple(dict.fromkeys(f"{code_of(snapshot.id_of(n))} {snapshot.label_of(n)}" if coded else snapshot.label_of(n) for n in nodes))[:_SHOWN]


def companies_beginning_with(snapshot: Snapshot, text: str) -> tuple[str, ...]:
    """Return labels of the companies of which a name begins with a text of two letters or more; those in more weight tables first."""
    folded = fold_name(text)
    if len(folded) < 2:
        return ()
    nodes = {
        node
        for name, node in zip(snapshot.names.text.tolist(), snapshot.nodes.issuer[snapshot.names.node].tolist(), strict=True)
        if kind_of(snapshot.id_of(node)) == "company" and fold_name(snapshot.text(name)).startswith(folded)
    }
    held = _held(snapshot)
    return tuple(dict.fromkeys(snapshot.label_of(n) for n in sorted(nodes, key=lambda n: (-int(held[n]), snapshot.id_of(n)))))


def did_you_mean(snapshot: Snapshot, text: str, kinds: Collection[str] = _KINDS) -> str:
    """Return near names as the end of an error message, or nothing."""
    found = near_names(snapshot, text, kinds)
    return f" Did you mean {', '.join(found)}?" if found else ""
