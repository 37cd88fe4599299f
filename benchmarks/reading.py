"""Extraction alone, everything on, beside jieba.lcut and jieba.posseg on the same texts: as they are, and joined to 1,500 characters each."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jieba
import jieba.posseg
import rjieba
from benchmarks.texts import articles, joined

from themegraph.extract import Extractor, Lexicon
from themegraph.extract.names.tagger import default_tagger
from themegraph.ingest.reference import read_reference
from themegraph.model import Article
from themegraph.resources import data_path

LENGTH = 1_500


def main(folder: Path) -> None:
    """Print articles a second and CPU milliseconds an article, the best of some rounds each, taken in turn so that a busy moment touches all."""
    jieba.dt.tmp_dir = str(folder)
    jieba.setLogLevel("ERROR")
    jieba.initialize()
    rjieba.cut("预热")
    lexicon = Lexicon.build(read_reference(data_path()))
    works: dict[str, Callable[[Any], Any]] = {
        "themegraph extract": Extractor(lexicon, tagger=default_tagger()).extract,
        "… without the name tagger": Extractor(lexicon).extract,
        "jieba.lcut": lambda a: jieba.lcut(a.content),
        "rjieba.cut": lambda a: rjieba.cut(a.content),
    }
    timed(articles(), {**works, "jieba.posseg.lcut": lambda a: jieba.posseg.lcut(a.content)}, rounds=3)
    timed(joined(LENGTH), works, rounds=9)


def timed(found: list[Article], works: dict[str, Callable[[Any], Any]], *, rounds: int) -> None:
    """Print the table of some texts."""
    for work in works.values():
        work(found[0])
    print(f"{len(found)} articles, {sum(len(a.content) for a in found) / len(found):.0f} characters each on average")
    best: dict[str, tuple[float, float]] = {}
    for _ in range(rounds):
        for name, work in works.items():
            wall, cpu = time.perf_counter(), time.process_time()
            for article in found:
                work(article)
            took = (time.process_time() - cpu, time.perf_counter() - wall)
            best[name] = min(best.get(name, took), took)
    plain = best["jieba.lcut"][0]
    for name, (cpu, wall) in best.items():
        print(
            f"{name:<26} {len(found) / wall:9.1f} articles/s   {len(found) / cpu:9.1f} a CPU second"
            f"   {1000 * cpu / len(found):8.3f} ms CPU an article   {cpu / plain:8.2f} × jieba.lcut"
        )
