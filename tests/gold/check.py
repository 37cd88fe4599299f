"""Check the second development set against the rules of its annotation.

Run ``python check.py [FOLDER] [--reference DIR]``: every surface, trigger and evidence must occur in its text, every argument must be an
annotated entity, every label must be legal. With ``--reference`` (a folder holding companies.csv and etfs.csv) every code is looked up too.
"""

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ENTITY_TYPES = frozenset(["company", "etf", "index", "sector/theme", "product/technology", "organisation", "person", "place", "macro/policy"])
EVENT_TYPES = frozenset(
    [
        "product_launch",
        "earnings",
        "guidance",
        "financing/ipo",
        "m&a",
        "contract/order",
        "cooperation",
        "capacity/expansion",
        "price_change",
        "market_move",
        "policy/regulation",
        "export_control/sanction",
        "lawsuit/investigation",
        "recall/accident",
        "management_change",
        "shareholding_change",
        "rating/target",
        "macro",
        "other",
    ]
)
PREDICATES = frozenset(
    [
        "supplies_to",
        "customer_of",
        "cooperates_with",
        "competes_with",
        "invests_in",
        "acquires",
        "subsidiary_of",
        "produces",
        "uses_technology",
        "belongs_to_sector",
        "tracks_index",
        "holds",
        "regulated_by",
        "benefits",
        "harms",
    ]
)
ROLES = frozenset({"agent", "object", "partner", "beneficiary", "harmed"})
POLARITIES = frozenset({"positive", "negative", "neutral"})
LANGUAGES = frozenset({"zh-Hans", "zh-Hant", "mixed", "en"})
ANAPHORS = frozenset({"公司", "该公司", "該公司", "本公司", "其", "前者", "后者", "後者", "两者", "双方", "雙方", "对方"})
ARTICLE_KEYS = frozenset({"id", "url", "title", "published", "lang", "text", "theme", "register", "note"})
GOLD_KEYS = frozenset({"id", "theme", "entities", "events", "relations", "beneficiaries", "victims", "etfs", "optional_entities", "traps"})
DATE = re.compile(r"\d{4}(-\d{4}|-\d{2}(-\d{2})?|Q[1-4](-Q[1-4])?|H[12])?")
CODE = re.compile(r"\.(SH|SZ|BJ|HK|US|KS|TW|CSI)$")
BOARDS = {"SSE": "SH", "SZSE": "SZ", "BSE": "BJ", "HKEX": "HK"}
# Listings in Seoul, Taipei and London, which the reference tables do not cover; the first set uses some of them as well.
ABROAD = frozenset({"005930.KS", "000660.KS", "2330.TW", "2317.TW", "2454.TW", "2603.TW", "2609.TW", "2615.TW", "GSK.US"})


def _read(path: Path) -> dict[str, Any]:
    value = json.loads(path.read_text(encoding="utf-8"))
    return value if isinstance(value, dict) else {}


def _entity_faults(gold: dict[str, Any], whole: str) -> Iterator[str]:
    seen: set[str] = set()
    for entity in gold["entities"]:
        surface, canonical = entity["surface"], entity.get("canonical")
        if surface in seen:
            yield f"surface {surface!r} is annotated twice"
        seen.add(surface)
        if surface not in whole:
            yield f"surface {surface!r} does not occur"
        if surface in ANAPHORS:
            yield f"anaphor {surface!r} is annotated as an entity"
        if entity["type"] not in ENTITY_TYPES:
            yield f"entity type {entity['type']!r} is not legal"
        if not canonical:
            yield f"surface {surface!r} has no canonical"
        elif re.fullmatch(r"0\d{4}\.HK", canonical):
            yield f"Hong Kong code {canonical!r} has five digits"
    for surface in gold["optional_entities"]:
        if surface not in whole or surface in seen:
            yield f"optional {surface!r} does not occur or is annotated"


def _event_faults(gold: dict[str, Any], whole: str, surfaces: dict[str, str]) -> Iterator[str]:
    for event in gold["events"]:
        name = f"event {event['type']} {event['trigger']!r}"
        if event["type"] not in EVENT_TYPES:
            yield f"{name}: type is not legal"
        if event["trigger"] not in whole:
            yield f"{name}: trigger does not occur"
        if not event["participants"]:
            yield f"{name}: nobody takes part"
        for part in event["participants"]:
            if part["surface"] not in surfaces or part["role"] not in ROLES:
                yield f"{name}: participant {part} is no entity or has no legal role"
        for surface, polarity in event["polarity"].items():
            if surfaces.get(surface) != "company" or polarity not in POLARITIES:
                yield f"{name}: polarity {surface!r}={polarity!r} is no company or not legal"
        if event["date"] is not None and not DATE.fullmatch(event["date"]):
            yield f"{name}: date {event['date']!r}"
        if not isinstance(event["negated"], bool) or not isinstance(event["speculative"], bool):
            yield f"{name}: flags are not boolean"


def _relation_faults(gold: dict[str, Any], article: dict[str, Any], surfaces: dict[str, str]) -> Iterator[str]:
    seen: set[tuple[str, str, str]] = set()
    for relation in gold["relations"]:
        triple = (relation["subject"], relation["predicate"], relation["object"])
        if triple in seen:
            yield f"relation {triple} is given twice"
        seen.add(triple)
        if relation["predicate"] not in PREDICATES:
            yield f"relation {triple}: predicate is not legal"
        if relation["subject"] not in surfaces or relation["object"] not in surfaces:
            yield f"relation {triple}: an argument is no entity"
        if relation["evidence"] not in article["text"] and relation["evidence"] not in article["title"]:
            yield f"relation {triple}: evidence does not occur"
        if relation["predicate"] == "tracks_index" and [surfaces.get(triple[0]), surfaces.get(triple[2])] != ["etf", "index"]:
            yield f"relation {triple}: not from an ETF to an index"
        if not isinstance(relation["negated"], bool) or not isinstance(relation["speculative"], bool):
            yield f"relation {triple}: flags are not boolean"


def faults(article: dict[str, Any], gold: dict[str, Any]) -> list[str]:
    """List what is wrong with one text and its annotation; an empty list says that nothing is."""
    found: list[str] = []
    if missing := (ARTICLE_KEYS - article.keys()) | (GOLD_KEYS - gold.keys()):
        return [f"keys are missing: {sorted(missing)}"]
    if article["id"] != gold["id"] or article["theme"] != gold["theme"]:
        found.append("text and annotation differ in id or theme")
    if article["lang"] not in LANGUAGES:
        found.append(f"lang {article['lang']!r}")
    if article["url"] is not None or "never to be loaded" not in article["note"]:
        found.append("the text is not marked as test material")
    whole = article["title"] + "\n" + article["text"]
    surfaces = {entity["surface"]: entity["type"] for entity in gold["entities"]}
    found += _entity_faults(gold, whole)
    found += _event_faults(gold, whole, surfaces)
    found += _relation_faults(gold, article, surfaces)
    found += [f"{side} {name!r} does not occur" for side in ("beneficiaries", "victims") for name in gold[side] if name not in whole]
    codes = {entity["canonical"] for entity in gold["entities"] if entity["type"] == "etf"}
    for etf in gold["etfs"]:
        if etf["name"] not in whole or (etf["code"] is not None and etf["code"] not in codes):
            found.append(f"ETF {etf} does not occur or has another code among the entities")
    if article["theme"] == "distractor" and gold["events"]:
        found.append("a text that is not about markets has events")
    return found


def reference_codes(folder: Path) -> dict[str, set[str]]:
    """Read every known code, with the names the reference tables give it."""
    codes: dict[str, set[str]] = {code: set() for code in ABROAD}
    with (folder / "companies.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            board = BOARDS.get(row["exchange"], "US")
            ticker = row["ticker"].lstrip("0").zfill(4) if board == "HK" else row["ticker"]
            codes.setdefault(f"{ticker}.{board}", set()).update(filter(None, [row["name_zh"], *re.split(r"[|;]", row["aliases"])]))
    with (folder / "etfs.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            names = codes.setdefault(f"{row['code']}.{BOARDS.get(row['exchange'], 'US')}", set())
            names.update(filter(None, [row["name"], *re.split(r"[|;]", row["aliases"])]))
    return codes


def code_faults(gold: dict[str, Any], codes: dict[str, set[str]]) -> list[str]:
    """List the codes that the reference does not have, and the names that it gives to another company."""
    found: list[str] = []
    owners: dict[str, set[str]] = {}
    for code, names in codes.items():
        for name in names:
            owners.setdefault(name, set()).add(code)
    for entity in gold["entities"]:
        if entity["type"] not in {"company", "etf"}:
            continue
        own = {code for code in [entity["canonical"], *entity.get("canonical_alt", [])] if CODE.search(code)}
        found += [f"code {code} of {entity['surface']!r} is not in the reference" for code in sorted(own - codes.keys())]
        others = owners.get(re.sub(r"（\d{6}）$", "", entity["surface"]), set())
        if entity["type"] == "company" and others and not own & others:
            found.append(f"{entity['surface']!r} is {sorted(others)} in the reference, not {sorted(own)}")
    return found


def read_set(folder: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Read the pairs of text and annotation in a folder, by id; a text without its pair is an error."""
    texts = sorted(path.name for path in (folder / "articles").glob("*.json"))
    golds = sorted(path.name for path in (folder / "gold").glob("*.json"))
    if texts != golds:
        raise SystemExit(f"texts and annotations do not pair: {sorted(set(texts) ^ set(golds))}")
    return [(_read(folder / "articles" / name), _read(folder / "gold" / name)) for name in texts]


def main() -> int:
    """Print the faults of a folder and say how many pairs were read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--reference", type=Path, help="folder with companies.csv and etfs.csv")
    options = parser.parse_args()
    codes = reference_codes(options.reference) if options.reference else None
    pairs = read_set(options.folder)
    count = 0
    for article, gold in pairs:
        for fault in faults(article, gold) + (code_faults(gold, codes) if codes else []):
            print(f"{article['id']}: {fault}")
            count += 1
    print(f"{len(pairs)} pairs, {count} faults")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
