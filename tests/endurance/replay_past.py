"""Do random acts to a workspace and ask its past again: what was known then must come out byte for byte, and no day may see what came after it.

Run ``python tests/endurance/replay_past.py --runs 20``; tests/unit/engine/test_replayed_past.py does one short round. A round draws articles about four
made-up companies, in reprints, second outlets, other days and without a day, and then:

- **as known at an instant**: after each act - articles, weights, revenues, themes, names, joins, retractions and their undoing, readings by another
  extractor - it records answers of every kind at that instant; at the end a workspace opened anew must give each of them again, to the byte;
- **as of a day**: a workspace with all articles must answer each day as one that never saw what was published later, but for the note that counts this, and
  for ``whynot``, which names the day on which a weight becomes known.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from themegraph.engine import ThemeGraph
from themegraph.errors import ThemegraphError
from themegraph.model import Article, Extraction
from themegraph.render.data import to_json

FIRST = date(2025, 6, 2)
DAYS = 6
LEARNED_AT = datetime(2025, 12, 2, 8, tzinfo=UTC)
AFTER_ALL = date(2025, 12, 1)
COMPANIES = {"星澜算力": "600901.SH", "云砚半导体": "600902.SH", "北槐光电": "600903.SH", "东岚汽车": "600904.SH"}
FUNDS = ("510991.SH", "159991.SZ")
SOURCES = ("样例证券报", "样例汽车网", "财联社", "上海证券交易所", "雪球", "新华社")
_TOLD = (
    ("{a}发布新一代{p}", "{a}{d}发布新一代{p}。公司表示，{b}是其供应商。"), ("{a}发布新一代{p}利好{b}", "{a}{d}发布新一代{p}，利好{b}，{c}承压。"),
    ("{a}否认发布{p}", "{a}否认发布新一代{p}，称相关报道不实。"), ("{a}拟收购{b}", "{a}拟收购{b}30%股权，尚需批准。"), ("{a}完成收购{b}", "{a}公告，已完成收购{b}30%股权。"),
    ("{a}召回产品", "{a}昨日宣布，因隐患召回三万件产品，{b}股价下跌5%。"), ("{a}中标", "{a}公告，{d}中标5亿元{p}订单。"), ("{a}中标大单", "{a}公告，{d}中标5亿元{p}订单，占上一年度营业收入的{n}%。"),
    ("{a}与{b}合作", "{a}与{b}签署战略合作协议，共同开发{p}。{c}是两家公司的竞争对手。"), ("传{a}被立案", "市场传闻{a}被立案调查，公司未置评。"), ("{a}被立案", "{a}公告，公司{d}收到立案告知书。"),
    ("{a}涨价", "{a}{d}宣布上调{p}价格{n}%，{b}成本上升。"), ("{a}上半年业绩", "{a}上半年净利润同比增长{n}%。"), ("持仓", "样例算力ETF（510991.SH）前三大成分股：{a}({n}.5%)、{b}(12.1%)、{c}(9.3%)。"),
)  # fmt: skip
Told = tuple[str, str, date | None, str]
"""Title, text, day, source."""


@dataclass(slots=True)
class Figures:
    """What a run found."""

    asked: int = 0
    faults: list[str] = field(default_factory=list)


def _told(draw: random.Random, count: int) -> list[Told]:
    out: list[Told] = []
    while len(out) < count:
        day = FIRST + timedelta(days=draw.randrange(DAYS)) if draw.random() > 0.06 else None
        if out and draw.random() < 0.45:
            title, text, _, _ = draw.choice(out)
            text += draw.choice(["", "", "据悉。", "市场关注后续进展。"])
        else:
            a, b, c = draw.sample(list(COMPANIES), 3)
            when = draw.choice(["", f"{FIRST.month}月{FIRST.day + draw.randrange(3)}日，"])
            words = {"a": a, "b": b, "c": c, "d": when, "p": draw.choice(["GPU芯片", "光模块"]), "n": draw.choice([10, 20, 30])}
            title, text = (part.format(**words) for part in draw.choice(_TOLD))
        out.append((title, text, day, draw.choice(SOURCES)))
    return out


def _write(folder: Path, told: list[Told]) -> Path:
    folder.mkdir()
    for n, (title, text, day, source) in enumerate(told):
        when = f'date: "{day} 09:00:00 +0800"\n' if day else ""
        (folder / f"{n:03}.md").write_text(f'---\ntitle: "{title}"\n{when}source: {source}\n---\n\n{text}\n', encoding="utf-8")
    return folder


def _bare(folder: Path) -> Path:
    """Make a workspace of four companies, two funds with weights, and a theme."""
    data = folder / "data"
    data.mkdir()
    lines = {
        "issuers.csv": ["id,label,label_en,source", *(f"company:{c},{n},,样例" for n, c in COMPANIES.items())],
        "listings.csv": ["code,issuer,name,exchange,primary,listed_on,source", *(f"{c},company:{c},{n},SSE,yes,2020-01-02,样例" for n, c in COMPANIES.items())],
        "etfs.csv": ["code,name,manager,index,kind,leverage,fee,index_source,as_of,source", *(f"{c},样例{c[:2]}ETF,样例基金,,equity,1,,,2025-01-02,样例" for c in FUNDS)],
        "weight_tables.csv": ["table,fund,index,basis,coverage,n_total,sorted,as_of,known_at,source", "w,etf:510991.SH,,fund_disclosed,full,3,no,2025-04-30,2025-05-06,样例"],
        "weights.csv": ["table,code,kind,name,weight", "w,600901.SH,,,0.4", "w,600902.SH,,,0.35", "w,600903.SH,,,0.25"],
        "themes.csv": ["id,label,label_en,broader,source", "theme:算力芯片,算力芯片,,,样例"],
        "theme_members.csv": ["code,theme,as_of,known_at,source", *(f"60090{i}.SH,theme:算力芯片,2025-03-01,2025-03-01,样例" for i in (1, 2))],
    }  # fmt: skip
    for name, rows in lines.items():
        (data / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    ThemeGraph.create(folder / "bare", data=data, run_at=LEARNED_AT)
    return folder / "bare"


def _answers(kg: ThemeGraph, day: date, known_at: datetime | None) -> dict[str, str]:
    clock: dict[str, Any] = {"as_of": day, "known_at": known_at}
    asked: dict[str, Callable[[], Any]] = {
        "events": lambda: kg.events("", top=200, quotes=5, **clock),
        "conflicts": lambda: kg.conflicts(**clock),
        "overlap": lambda: kg.overlap(FUNDS, **clock),
        "holdings status": lambda: kg.holdings_status(**clock),
        "report theme": lambda: kg.report("算力芯片", **clock),
        "report company": lambda: kg.report("星澜算力", **clock),
        **{f"etf {code}": lambda code=code: kg.etf(code, **clock) for code in FUNDS},
    }
    for q in (*COMPANIES, "算力芯片", "液冷", "小澜", "立案", "收购"):
        asked[f"exposure {q}"] = lambda q=q: kg.exposure(q, **clock)
        asked[f"beneficiaries {q}"] = lambda q=q: kg.beneficiaries(q, **clock)
        asked[f"explain {q}"] = lambda q=q: kg.explain(q, FUNDS[0], **clock)
        asked[f"entity {q}"] = lambda q=q: kg.entity(q, **clock)
        asked[f"company {q}"] = lambda q=q: kg.company(q, **clock)
        asked[f"whynot {q}"] = lambda q=q: kg.whynot(q, FUNDS[1], **clock)
    found = {}
    for name, ask in asked.items():
        try:
            answer = ask()
            found[name] = answer if isinstance(answer, str) else to_json(answer)
        except ThemegraphError as problem:
            found[name] = str(problem)
    return found


def _without_later(text: str) -> Any:
    """Return an answer as data without the notes that count what was not public yet."""
    if not text.startswith("{"):
        return text

    def strip(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: [w for w in strip(v) if w["code"] != "later-events"] if k == "warnings" else strip(v) for k, v in value.items()}
        return [strip(v) for v in value] if isinstance(value, list) else value

    return strip(json.loads(text))


def _reader(old: Any, version: str, *, cut: bool) -> SimpleNamespace:
    """Return a reader of another version that reads less."""

    def extract(article: Article) -> Extraction:
        found = old.extract(article)
        readings = tuple(replace(r, evidence=replace(r.evidence, provenance=replace(r.evidence.provenance, version=version))) for r in found.readings)
        return replace(found, readings=readings, events=found.events[:1] if cut else tuple(replace(e, polarity=()) for e in found.events))

    return SimpleNamespace(extract=extract)


def _table(draw: random.Random, folder: Path, kind: str, step: int) -> Path:
    path, weight = folder / f"{kind}{step}.csv", draw.randrange(10, 90) / 100
    day, company = f"2025-11-0{draw.randrange(1, 9)}", draw.choice(list(COMPANIES.values()))
    if kind == "weights":
        rows = [f"{FUNDS[1]},600904.SH,{weight},{day},full", f"{FUNDS[1]},600903.SH,{1 - weight:.2f},{day},full"]
        path.write_text("\n".join(["fund,code,weight,known_at,coverage", *rows]) + "\n", encoding="utf-8")
    elif kind == "revenues":
        rows = [f"{c},{draw.randrange(1, 99)}00000000,CNY,2024,2025-0{draw.randrange(3, 9)}-15,年报" for c in COMPANIES.values()]
        path.write_text("\n".join(["company,value,currency,period,known_at,source", *rows]) + "\n", encoding="utf-8")
    else:
        path.write_text(f"题材,代码,日期,知悉日\n{draw.choice(['液冷', '算力芯片'])},{company},2025-05-01,2025-05-20\n", encoding="utf-8")
    return path


def _act(draw: random.Random, kg: ThemeGraph, folder: Path, step: int, told: list[Told], at: datetime) -> str:
    """Do one act that the workspace may refuse; return its name."""
    snap = kg.snapshot
    articles = [*sorted({snap.text(int(i)) for i in snap.articles.id}), *SOURCES]
    claims = sorted({snap.text(int(i)) for i in snap.statements.id})
    things = [i for i in (snap.id_of(n) for n in range(len(snap.nodes))) if i.startswith("product:")]
    acts: dict[str, Callable[[], Any]] = {
        "ingest": lambda: kg.ingest([_write(folder / f"in{step}", told[6 * step : 6 * step + 6])], run_at=at),
        "alias": lambda: kg.alias(draw.choice(["小澜", "云砚"]), f"company:60090{draw.randrange(1, 3)}.SH", undo=draw.random() < 0.3, run_at=at),
        "merge": lambda: kg.merge(*draw.sample(things, 2), run_at=at),
        "split": lambda: kg.split(draw.choice(things), run_at=at),
        "retract": lambda: kg.retract(draw.choice(articles), reason="更正", run_at=at),
        "retract a claim": lambda: kg.retract(draw.choice(claims), reason="更正", run_at=at),
        "unretract": lambda: kg.unretract(draw.choice(articles), run_at=at),
        **{kind: lambda kind=kind: kg.import_holdings([_table(draw, folder, kind, step)], run_at=at) for kind in ("weights", "revenues", "themes")},
    }
    name = "ingest" if step < 2 else draw.choice([*acts, "ingest", "reread"])
    try:
        if name == "reread":
            kg.__dict__["extractor"] = _reader(kg.extractor, str(step), cut=draw.random() < 0.5)
            kg.reread(run_at=at)
            kg.__dict__.pop("extractor")
        else:
            acts[name]()
    except (ThemegraphError, IndexError, ValueError) as problem:
        return f"{name} refused ({type(problem).__name__})"
    return name


def replayed(folder: Path, bare: Path, *, seed: int, acts: int, figures: Figures) -> list[str]:
    """Act, record, and ask every instant again; return what was done."""
    draw = random.Random(seed)
    kg, told, done = ThemeGraph.open(shutil.copytree(bare, folder / f"known{seed}")), _told(draw, 6 * acts), []
    work = folder / f"known{seed}-files"
    work.mkdir()
    recorded = []
    for step in range(acts):
        at = LEARNED_AT + timedelta(hours=step + 1)
        done.append(_act(draw, kg, work, step, told, at))
        recorded.append((at + timedelta(minutes=1), _answers(kg, AFTER_ALL, at + timedelta(minutes=1))))
    kg = ThemeGraph.open(folder / f"known{seed}")
    for step, (instant, before) in enumerate(recorded):
        again = _answers(kg, AFTER_ALL, instant)
        figures.asked += len(before)
        figures.faults += [f"seed {seed}, after act {step} ({done[step]}): {name} is another now" for name in before if before[name] != again[name]]
    return done


def truncated(folder: Path, bare: Path, *, seed: int, articles: int, figures: Figures) -> None:
    """Compare every day with a workspace that never saw what came later."""
    told = _told(random.Random(seed), articles)

    def having(name: str, kept: list[Told]) -> ThemeGraph:
        kg = ThemeGraph.open(shutil.copytree(bare, folder / name))
        kg.ingest([_write(folder / f"{name}-files", kept)], run_at=LEARNED_AT)
        return kg

    full = having(f"full{seed}", told)
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        then = _answers(having(f"day{seed}-{n}", [t for t in told if t[2] is None or t[2] <= day]), day, None)
        now = _answers(full, day, None)
        names = [name for name in then if not name.startswith("whynot")]
        figures.asked += len(names)
        figures.faults += [
            f"seed {seed}, as of {day}: {name} sees what came later" for name in names if _without_later(then[name]) != _without_later(now[name])
        ]


def run(folder: Path, *, runs: int, seed: int = 0, acts: int = 12, articles: int = 30, say: bool = False) -> Figures:
    """Do so many rounds and return what was found."""
    figures, bare = Figures(), _bare(folder)
    for n in range(seed, seed + runs):
        done = replayed(folder, bare, seed=n, acts=acts, figures=figures)
        truncated(folder, bare, seed=n, articles=articles, figures=figures)
        if say:
            print(f"{n}: {', '.join(done)}; {figures.asked} answers asked again, {len(figures.faults)} faults", flush=True)
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        found = run(Path(place), runs=asked.runs, seed=asked.seed, say=True)
    print("\n".join(found.faults))
    sys.exit(bool(found.faults))
