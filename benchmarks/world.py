"""Made-up news in any amount, as values: texts of their own, with names, events and claims where the reader would find them.

Stores and snapshots are timed on these, so that reading costs nothing and no two texts are reprints of each other. An article gives some 450 quads, as
those of the samples do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from themegraph.model import (
    Argument,
    Article,
    DateInterval,
    Entity,
    EntityId,
    EntityLink,
    Event,
    Evidence,
    Extraction,
    Fund,
    Holding,
    Listing,
    Mention,
    Modality,
    Name,
    Polarity,
    Provenance,
    Quantity,
    Reading,
    ReferenceData,
    Span,
    Statement,
    WeightTable,
    article_id,
    event_id,
)

__all__ = ["NOW", "articles", "reference"]

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
_FIRST = date(2025, 1, 1)
_SOURCES = ("财联社", "上交所", "证券时报", "某地方网")
_PROVENANCE = Provenance(extractor="relations.rules/supply", version="1", settings_hash="ab")
_TYPES = ("product_launch", "contract/order", "capacity/expansion", "earnings")
_VERBS = ("发布", "中标", "扩产", "预增")
_LETTERS = "".join(chr(c) for c in range(0x4E00, 0x4E00 + 3000))


def _name(i: int) -> str:
    return f"{_LETTERS[i % 2999]}{_LETTERS[(i // 2999 + 7 * i) % 2999]}科技{i}"


def _company(i: int) -> EntityId:
    return EntityId(f"company:{700000 + i}.SH")


def reference(companies: int) -> ReferenceData:
    """Return so many companies with a listing each, and a fund with 50 lines for every hundred of them."""
    names = [_name(i) for i in range(companies)]
    chance = random.Random(3)
    funds = range(max(1, companies // 100))
    return ReferenceData(
        entities=tuple(
            Entity(id=_company(i), type="company", label=n, names=(Name(text=n, kind="short", source="手工"),), source="手工") for i, n in enumerate(names)
        ),
        listings=tuple(
            Listing(id=EntityId(f"share:{700000 + i}.SH"), issuer=_company(i), code=f"{700000 + i}.SH", name=n, exchange="SSE", primary=True, listed_on=None, source="手工")
            for i, n in enumerate(names)
        ),
        funds=tuple(
            Fund(
                id=EntityId(f"etf:{510000 + f}.SH"), code=f"{510000 + f}.SH", name=f"样例ETF{f}", names=(), manager="某某基金", index=None, index_name="", kind="equity",
                leverage=1.0, fee=0.005, as_of=_FIRST, source="手工",
            )
            for f in funds
        ),
        tables=tuple(
            WeightTable(
                id=f"weights:{f}", fund=EntityId(f"etf:{510000 + f}.SH"), index=None, basis="fund_disclosed", coverage="full", n_total=50, sorted=False, as_of=_FIRST,
                known_at=_FIRST, source="手工",
                holdings=tuple(
                    Holding(security=EntityId(f"share:{700000 + c}.SH"), issuer=_company(c), name=names[c], weight=0.02)
                    for c in chance.sample(range(companies), min(50, companies))
                ),
            )
            for f in funds
        ),
        memberships=(),
        statements=(),
    )  # fmt: skip


class _Text:
    """A text that is written piece by piece, with what stands where."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def add(self, words: str) -> Span:
        self.parts.append(words)
        span = Span(start=self.length, end=self.length + len(words))
        self.length = span.end
        return span


def articles(count: int, *, companies: int, first: int = 0) -> Iterator[tuple[Article, Extraction]]:
    """Yield so many articles, each of its own seed: three sentences with an event each, three claims, and a hundred characters about nothing."""
    for n in range(first, first + count):
        chance = random.Random(n)
        day = _FIRST + timedelta(days=n * 7 % 365)
        text, links, events, readings = _Text(), [], [], []
        title = f"样例要闻第{n}号"
        text.add(f"{title}\n")
        for _ in range(3):
            a, b = chance.sample(range(companies), 2)
            kind = chance.randrange(len(_TYPES))
            start = text.length
            first_name = text.add(_name(a))
            when = text.add(f"{day.month}月{day.day}日")
            trigger = text.add(_VERBS[kind])
            amount = chance.randrange(1, 900)
            number = text.add(f"{amount}亿元项目")
            text.add("，向")
            second = text.add(_name(b))
            said = text.add("供货")
            text.add("".join(chance.choices(_LETTERS, k=35)) + "。")
            sentence = Span(start=start, end=text.length)
            whole = "".join(text.parts)
            for span, company in ((first_name, a), (second, b)):
                links.append(
                    EntityLink(
                        mention=Mention(span=span, surface=whole[span.start : span.end], type="company"),
                        entity=_company(company),
                        score=0.9,
                        rule="registry",
                    )
                )
            arguments = (
                Argument(role="agent", surface=whole[first_name.start : first_name.end], entity=_company(a), span=first_name),
                Argument(role="partner", surface=whole[second.start : second.end], entity=_company(b), span=second),
            )
            interval = DateInterval(start=day, end=day, text=whole[when.start : when.end])
            numbers = (Quantity(value=float(amount), unit="亿元", metric="金额", base="", subject=_company(a), span=number),)
            events.append(
                Event(
                    id=event_id(_TYPES[kind], arguments, interval, numbers, negated=False, speculative=False), type=_TYPES[kind],
                    trigger=whole[trigger.start : trigger.end], trigger_span=trigger, sentence=sentence, arguments=arguments,
                    polarity=((arguments[0].surface, Polarity("positive")),), when=interval, quantities=numbers, modality=Modality.ASSERTED, negated=False, speculative=False,
                )
            )  # fmt: skip
            quote = Span(start=first_name.start, end=said.end)
            readings.append(
                Reading(
                    statement=Statement(subject=_company(a), predicate="supplies_to", object=_company(b)),
                    evidence=Evidence(
                        article="", span=quote, quote=whole[quote.start : quote.end], modality=Modality.ASSERTED, confidence=0.8, provenance=_PROVENANCE, quoted_from="",
                    ),
                    subject_surface=arguments[0].surface, object_surface=arguments[1].surface, negated=False, speculative=False,
                )
            )  # fmt: skip
        body = "".join(text.parts[1:])
        identifier = article_id(title, body)
        article = Article(
            id=identifier, external_id=str(n), title=title, text=body, published_at=datetime(day.year, day.month, day.day, 1, tzinfo=UTC),
            source=_SOURCES[n % len(_SOURCES)], path=f"{n}.md",
        )  # fmt: skip
        assert article.content == "".join(text.parts)
        yield (
            article,
            Extraction(
                article=identifier,
                links=tuple(links),
                events=tuple(events),
                readings=tuple(_of(r, identifier) for r in readings),
                effects=(),
                funds=(),
            ),
        )


def _of(reading: Reading, article: str) -> Reading:
    return replace(reading, evidence=replace(reading.evidence, article=article))
