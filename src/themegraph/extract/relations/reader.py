"""Say which relations a text states: rules first, lists next, the trained classifier where it is given."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice, takewhile

import daachorse

from themegraph._version import __version__
from themegraph.extract.names.patterns import OPINION_HOUSE
from themegraph.extract.relations.classifier import FINRE_PREDICATES, RelationClassifier
from themegraph.extract.relations.found import Found
from themegraph.extract.relations.lists import find_list_relations
from themegraph.extract.relations.members import SectorsOf, find_confirmed_sectors
from themegraph.extract.relations.owners import without_owners
from themegraph.extract.relations.pairs import KIND_BITS, KINDS, Member, Skeleton, build_skeletons, find_pairs, narrow
from themegraph.extract.relations.patterns import Rule
from themegraph.extract.relations.rules import RULES
from themegraph.extract.relations.zones import PairText
from themegraph.extract.text.cues import Cue, CueReading, modality_at
from themegraph.extract.text.sentences import Sentence
from themegraph.model import Article, EntityLink, Evidence, Modality, Provenance, Reading, Span, Statement, kind_of

__all__ = ["extract_relations", "find_relations"]

_OBLIQUE = frozenset("由向从被给替为对与和自")
_OF_A_KIND = frozenset({"belongs_to_sector", "subsidiary_of"})
_OF_ACTORS = frozenset({"supplies_to", "cooperates_with", "competes_with", "invests_in", "acquires", "regulated_by"})
"""What a company does itself, whoever owns it."""
_SYMMETRIC = frozenset({"cooperates_with", "competes_with"})

# Words that, standing shortly before what says a relation, take it back. 未来 and 无锡 are none of them.
_TAKEN_BACK = re.compile(
    r"(?:没有|并未|从未|尚未|未曾|未有|未与|并非|不是|不属|不算|不存在|无任何|并无|暂无|否认|不再|终止|解除|取消|放弃|叫停|撤回|中止|不涉及|未参与|未持有|已不|不会|拒绝|无(?=股权|合作|关联|直接|业务|采购|供[货应]|签|订单|协议|合同|往来|投资))[^,。;]{0,12}$"
)
_NOT = frozenset("不未非没")
"""Right before what says a relation these take it back: 不从事食用油加工, 不是…的供应商, whose word is 是."""
_CONTROL = 0.3
"""Below this share a purchase is an investment: from 30 % on the takeover rules of Shanghai, Shenzhen and Hong Kong demand an offer to all."""

_MARKET_WORDS = (
    "美股 港股 a股 b股 h股 欧股 日股 韩股 台股 沪市 深市 沪深 两市 大盘 主板 创业板 科创板 北交所 "
    "新股 次新股 蓝筹 蓝筹股 白马股 权重股 上市公司 央企 国企 民企 中概股 外资 机构 散户 a股市场 港股市场"
)
_MARKETS = frozenset(_MARKET_WORDS.split())
"""Words for a market or for any company: to belong to them says nothing."""

_MOST_PAIRS = 400
"""More pairs than this come from tables, not from a sentence that says something of each."""

_AGAIN = re.compile(r"再|继续|进一步|追加|續")
# What is said after the fact that it is not so: 针对"甲收购乙"的传闻,公司回应称不实.
_REFUTED = re.compile(
    r"不实|不属实|子虚乌有|纯属谣言|系谣言|假消息|并无此事|无此事|无此计划|无此打算|无此安排|没有此类计划|没有这一?计划|无相关计划|没有相关计划|与事实不符|予以否认|断然否认|纯属虚构|辟谣|is untrue|was untrue|denied"
)
_LACKING = re.compile(
    r"(?:之间|方面|公司|双方)?(?:目前|此前|至今|也|亦|均|都|从来|根本)?(?:没有|不存在|[并暂尚亦均]无|无(?=采购|供货|合作|业务|股权|直接|关联|任何)|[并尚从暂]?未(?=签|达成|开展|形成|建立|发生|就|有))"
)
"""Between the partner and what one would have with it: 与字节跳动不存在采购协议."""
_NEAR = 120
"""How far from a claim, in characters, a rumour or its denial still is about it."""
_RUMOURED = re.compile(r"传言|传闻|网传|市场传|据传|流传|有媒体|媒体报道|有报道|自媒体|有消息称|外媒")
_ANSWERED = re.compile(r"(?:回应|澄清|否认|辟谣|答复|公告|表示|强调|称)[^。;]{0,14}(?:没有|并未|未有|从未|未向|未与|不存在|并无|尚未|无此)")
"""A rumour that the company answers in the same breath: 传已进入海力士供应链，公司回应称没有向其供货."""
_DENIES = re.compile(r"没有|并未|从未|尚未|并非|不是|不存在|否认|不再|终止|解除|取消|不实|辟谣")
_LASTING = frozenset({"supplies_to", "cooperates_with", "invests_in", "subsidiary_of"})
_OVER = re.compile(
    r"不再(?:持有|是|为|向|供货|合作|控股|直接持有|拥有)|(?:终止|停止|结束|解除)(?:了)?(?:双方|彼此|所有|全部)?(?:的)?(?:战略)?(?:合作|供货|供应|采购|合同|协议|关系)|退出(?:了)?(?:股东|前十|投资)|清仓(?:退出|离场|式)|已全部(?:转让|出售|退出)|分道扬镳"
)
_OVER_REACH = 26
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")


@cache
def _trigger_machine() -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[tuple[int, ...], ...], tuple[int, ...]]:
    """Return a machine for all words of all rules, the rules of each word, and the rules without words."""
    users: dict[str, list[int]] = defaultdict(list)
    free: list[int] = []
    for number, rule in enumerate(RULES):
        if not rule.words:
            free.append(number)
        for word in rule.words:
            users[word].append(number)
    words = sorted(users)
    machine = daachorse.CharwiseDoubleArrayAhoCorasick(words, daachorse.MATCH_KIND_STANDARD)
    return machine, tuple(tuple(users[w]) for w in words), tuple(free)


@cache
def _needs() -> tuple[tuple[int, ...], ...]:
    """Return for each rule the sets of types, as bits, of which a sentence must name one each."""
    bit = {mark: KIND_BITS[kind] for kind, mark in KINDS.items()}
    return tuple(tuple(sum(bit[mark] for mark in marks) for marks in re.findall(r"\(\?P<[sog]>\[([^\]]+)\]\)", rule.source)) for rule in RULES)


@cache
def _served(kinds: int) -> frozenset[int]:
    """Return the rules that a sentence can serve which names these types, given as bits."""
    return frozenset(number for number, needs in enumerate(_needs()) if all(kinds & wanted for wanted in needs))


_AND_PRODUCT = re.compile(r"[》\"]?(?:[\u4e00-\u9fff]{0,5}?(?:、|以及|和|及|,以及|与))?[《\"]?")
_AND = re.compile(r"[》\"]?(?:、|以及|和|及|,以及|与)[《\"]?")


@cache
def _kinds(pattern: str, name: str) -> frozenset[str]:
    marks = re.search(rf"\(\?P<{name}>\[([^\]]+)\]\)", pattern)
    return frozenset(marks[1]) if marks else frozenset()


def _enumerated(skeleton: Skeleton, found: re.Match[str], name: str) -> tuple[Member, ...]:
    """Return the members of the slot a rule read, and of slots of other admitted types that go on with its enumeration."""
    at, text, allowed = skeleton.at, skeleton.text, _kinds(found.re.pattern, name)
    position = found.start(name)
    members = list(at[position].members)
    if position >= found.end() - 1:
        pattern = _AND_PRODUCT if allowed == {KINDS["product/technology"]} else _AND
        while (more := pattern.match(text, position + 1)) and more.end() < len(text) and text[more.end()] in allowed:
            position = more.end()
            members.extend(at[position].members)
    return tuple(members)


def _pairs(rule: Rule, found: re.Match[str], skeleton: Skeleton, topic: Member | None) -> Iterator[tuple[Member, Member]]:
    groups = found.groupdict()
    if "g" in groups:
        members = skeleton.at[found.start("g")].members
        cut = next((i for i, m in enumerate(members) if m.parted), None)
        if cut is not None:
            yield from ((a, b) for a in members[:cut] for b in members[cut:])
        else:
            yield from ((a, b) for i, a in enumerate(members) for b in members[i + 1 :])
        return
    subjects = _enumerated(skeleton, found, "s") if "s" in groups else ((topic,) if topic else ())
    objects = _enumerated(skeleton, found, "o") if "o" in groups else ((topic,) if topic else ())
    if "s" in groups and "o" in groups and found.start("o") < found.start("s") and rule.predicate in _OF_A_KIND:
        # 国产GPU企业摩尔线程与中国移动, 阿里旗下淘宝与京东: 与 begins what is no longer one of the kind.
        subjects = tuple(takewhile(lambda member: not member.parted, subjects))
    if rule.name == "produce.contract":
        subjects = tuple(takewhile(lambda member: not member.parted, subjects))  # 甲与乙签订…建造合同: with whom it is signed does not build.
    if "<:C" in rule.pattern:
        # 打入三星电子供应链，为其供应面板: whom it is made for does not make it.
        passed = (
            {
                m.entity
                for p in range(found.start(), found.end())
                if p in skeleton.at and p not in {found.start("s"), found.start("o")}
                for m in skeleton.at[p].members
            }
            if "s" in groups and "o" in groups
            else set()
        )
        subjects = tuple(member for member in subjects if member.entity not in passed)
    yield from ((s, o) for s in subjects for o in objects)


def _share(rule: Rule, text: str) -> tuple[tuple[str, str | float], ...]:
    """Return the stake that the words state, as a fraction of the object's equity."""
    if rule.predicate not in {"invests_in", "acquires", "subsidiary_of"}:
        return ()
    figures = [float(f[1]) for f in _PERCENT.finditer(text)]
    qualifiers: list[tuple[str, str | float]] = []
    if len(figures) == 1 and 0 < figures[0] <= 100:
        qualifiers += [
            ("share", round(figures[0] / 100, 6)),
            ("share_of", "equity_of_object" if rule.predicate != "subsidiary_of" else "equity_of_subject"),
        ]
    if "间接" in text:
        qualifiers.append(("direct", "no"))
    elif "直接持" in text:
        qualifiers.append(("direct", "yes"))
    return tuple(qualifiers)


def _is_over(rule: Rule, text: str, end: int) -> bool:
    """Return whether the words behind a tie say that it has ended: 曾是A的客户，双方已终止合作."""
    if rule.predicate not in _LASTING:
        return False
    reach = min(len(text), end + _OVER_REACH)
    stop = text.find(";", end, reach)
    return bool(_OVER.search(text, end, stop if stop >= 0 else reach))


def _fund_topic(skeletons: Sequence[Skeleton], number: int, position: int) -> Member | None:
    """Return the fund named last before a place, in its sentence or the one before."""
    places = [(skeletons[number], position)]
    if number:
        places.append((skeletons[number - 1], len(skeletons[number - 1].text)))
    for skeleton, end in places:
        funds = [slot.members[-1] for p, slot in skeleton.at.items() if slot.kind == "etf" and p < end]
        if funds:
            return funds[-1]
    return None


def _match(
    rule: Rule, skeletons: Sequence[Skeleton], skeleton: Skeleton, topic: Member | None, issuer: Member | None, claimed: set[tuple[str, int]]
) -> Iterator[Found]:
    text = skeleton.text
    position = 0
    while found := rule.regex.search(text, position):
        position = found.start() + 1
        groups = found.groupdict()
        named = groups.get("t") is not None
        start, end = found.span("t") if named else found.span("o" if "o" in groups else "g")
        if named and (rule.predicate, start) in claimed:
            continue
        trigger = skeleton.span(start, end)
        taken_back = (
            bool(_TAKEN_BACK.search(text[found.start() : start]))
            or ((not rule.given or (named and rule.predicate != "produces")) and text[start - 1 : start] in _NOT)
            or (not rule.given and bool(_REFUTED.search(text, end) or _LACKING.match(text, end)))
        )
        stop = min(len(text), found.end() + 16)
        if not rule.given and _RUMOURED.search(text, max(0, found.start() - _NEAR), found.end()) and _ANSWERED.search(text, end, end + _NEAR):
            taken_back = True
        taken_back = (taken_back and not rule.presupposed) or _is_over(rule, text, found.end())
        clause = re.split(r"[,。;]", text[found.end() : stop])[0]
        stated = _share(rule, text[found.start() : found.end()] + clause)
        if rule.unless and re.search(rule.unless, text[max(0, found.start() - 8) : start]):
            continue
        about: Member | None = None
        if rule.topic and rule.predicate == "tracks_index":
            about = _fund_topic(skeletons, skeleton.index, found.start())
        elif rule.topic == "issuer":
            before = _WHOSE.search(text, max(0, found.start() - 8), found.start())
            owner = skeleton.at.get(before.start()) if before else None
            about = (
                owner.members[-1]
                if owner
                else _topic_for(skeleton, None, found.start()) or issuer or (topic if topic and topic.link.rule != "doer" else None)
            )
        elif rule.topic:
            about = _topic_for(skeleton, topic, found.start())
        if rule.topic and about is None:
            continue
        pairs = [(a, b) for a, b in islice(_pairs(rule, found, skeleton, about), _MOST_PAIRS + 1) if a.entity != b.entity]
        if len(pairs) > _MOST_PAIRS:
            continue
        if pairs and named and rule.claims:
            claimed.add((rule.predicate, start))
        for subject, obj in pairs:
            if rule.predicate == "produces" and OPINION_HOUSE.search(subject.plain):
                continue
            qualifiers = _share(rule, obj.note) or stated
            yield Found(
                predicate=rule.predicate, subject=subject, object=obj, sentence=skeleton.index, trigger=trigger, rule=rule.name,
                confidence=rule.confidence, given=rule.given, negated=taken_back, hedged=rule.hedged, qualifiers=qualifiers,
            )  # fmt: skip


_WHOSE = re.compile(rf"{KINDS['company']}的?(?:第[一二三四五]大|控股|大|原|主要|重要)?$")
_ANALYST = re.compile(
    r"[^,。]{0,6}(?:发表|发布|研报|报告|认为|指出|预计|维持|上调|下调|测算|分析师|分析|评级|表示看好|目标价|首席|研究所|称|料|看好|重申|首予|给予|recommend|analyst|kept|raised its|cut its)"
)


def _leading(skeleton: Skeleton) -> Member | None:
    """Return the first company of a sentence that does not stand there as the voice of an analyst."""
    for position, slot in skeleton.at.items():
        if position > 14:
            return None
        if slot.kind == "company" and not (len(slot.members) == 1 and _ANALYST.match(skeleton.text, position + 1)):
            return slot.members[0]
    return None


def _topics(skeletons: Sequence[Skeleton]) -> tuple[Member | None, ...]:
    """Return for each sentence the company that it is about where it does not say: the one that leads it, else the one before, else the title's."""
    topics: list[Member | None] = []
    current: Member | None = None
    title: Member | None = None
    paragraph = -1
    for skeleton in skeletons:
        lead = _leading(skeleton)
        if skeleton.sentence.paragraph != paragraph:
            current, paragraph = title, skeleton.sentence.paragraph
        if skeleton.sentence.title:
            title = title or lead
            topics.append(lead)
            continue
        topics.append(current or lead)
        current = lead or current
    return tuple(topics)


def _topic_for(skeleton: Skeleton, inherited: Member | None, position: int) -> Member | None:
    """Return the company an elliptic clause is about: the last one named before it in its sentence that leads a clause, else the inherited one."""
    text = skeleton.text
    for before in sorted((p for p, slot in skeleton.at.items() if slot.kind == "company" and p < position)):
        lead = max(text.rfind(",", 0, before), text.rfind(":", 0, before), -1)
        # 公司的减速器由…供货: what points back is the topic, also as an owner; who supplies it is not.
        owned = text.startswith(("的", "旗下", "等"), before + 1) and skeleton.at[before].members[0].link.antecedent is None
        owned = owned or text[before - 1 : before] in _OBLIQUE
        if before - lead <= 9 and not owned and not _ANALYST.match(text, before + 1):
            return skeleton.at[before].members[0]
    return inherited


def _rule_relations(skeletons: Sequence[Skeleton], topics: Sequence[Member | None]) -> Iterator[Found]:
    machine, users, free = _trigger_machine()
    issuer = next((slot.members[0] for sk in skeletons if sk.sentence.title for slot in sk.slots if slot.kind == "company"), None)
    for skeleton in skeletons:
        if not skeleton.slots:
            continue
        chosen = set(free)
        for _, _, word in machine.find_overlapping(skeleton.text):
            chosen.update(users[word])
        fitting = [RULES[number] for number in sorted(chosen & _served(skeleton.kinds))]
        shorter = without_owners(skeleton) if fitting else None
        claimed: set[tuple[str, int]] = set()
        for rule in fitting:
            topic = topics[skeleton.index] if rule.topic else None
            yield from _match(rule, skeletons, skeleton, topic, issuer, claimed)
        if shorter is not None:
            claimed = set()
            for rule in fitting:
                if rule.predicate in _OF_ACTORS:
                    topic = topics[skeleton.index] if rule.topic else None
                    yield from _match(rule, skeletons, shorter, topic, issuer, claimed)


def find_relations(skeletons: Sequence[Skeleton], *, published: date | None = None, sectors_of: SectorsOf | None = None) -> tuple[Found, ...]:
    """Return everything the rules and lists find, unfiltered, rules before lists."""
    topics = _topics(skeletons)
    stated = list(_rule_relations(skeletons, topics))
    tracked: dict[str, list[Member]] = defaultdict(list)
    for found in stated:
        if found.predicate == "tracks_index" and found.object.entity and found.subject.entity not in {m.entity for m in tracked[found.object.entity]}:
            tracked[found.object.entity].append(found.subject)
    stated.extend(find_list_relations(skeletons, tracked=dict(tracked), topics=topics, published=published, sectors_of=sectors_of))
    if sectors_of is not None and not any(found.predicate == "belongs_to_sector" and found.object.plain not in _MARKETS for found in stated):
        stated.extend(find_confirmed_sectors(skeletons, sectors_of))
    return tuple(stated)


def _judged_relations(article: Article, skeletons: Sequence[Skeleton], classifier: RelationClassifier) -> Iterator[Found]:
    """Yield what the classifier is sure of, for pairs of companies in one sentence."""
    for skeleton in skeletons:
        span = skeleton.sentence.span
        text = article.content[span.start : span.end]
        for left, right in find_pairs(skeleton):
            first, second = left.link.mention.span, right.link.mention.span
            pair = PairText(
                text=text, head=(first.start - span.start, first.end - span.start), tail=(second.start - span.start, second.end - span.start)
            )
            judgement = classifier.judge(pair)
            meaning = FINRE_PREDICATES.get(judgement.label)
            if meaning is None or judgement.probability < classifier.threshold:
                continue
            predicate, turned = meaning
            between = narrow(article.content[min(first.end, second.end) : span.end])
            yield Found(
                predicate=predicate,
                subject=right if turned else left,
                object=left if turned else right,
                sentence=skeleton.index,
                trigger=Span(start=second.start, end=second.end),
                rule=f"classifier/{judgement.label}",
                confidence=round(judgement.probability, 4),
                negated=bool(_DENIES.search(between)),
                hedged=judgement.label.removeprefix("被").startswith("拟"),
            )


def _reading(article: Article, found: Found, skeleton: Skeleton, cues: Sequence[Cue]) -> Reading | None:
    subject, obj = found.subject, found.object
    if subject.entity is None or obj.entity is None or subject.entity == obj.entity:
        return None
    if found.predicate == "belongs_to_sector" and obj.plain in _MARKETS:
        return None
    if found.predicate in _SYMMETRIC and subject.entity > obj.entity:
        subject, obj = obj, subject
    said = CueReading(modality=Modality.ASSERTED, negated=False, speculative=False) if found.given else modality_at(cues, found.trigger)
    predicate = found.predicate
    stake = dict(found.qualifiers).get("share")
    if predicate == "acquires" and isinstance(stake, float) and stake < _CONTROL:
        predicate = "invests_in"
    negated = said.negated or found.negated
    if negated and _AGAIN.search(article.content[max(0, found.trigger.start - 3) : found.trigger.start]):
        return None  # Who denies to buy more does not deny to hold.
    speculative = said.speculative or found.hedged
    modality = (
        Modality.NEGATED if negated else (Modality.HEDGED if speculative and said.modality in {Modality.ASSERTED, Modality.QUOTED} else said.modality)
    )
    span = Span(start=skeleton.sentence.span.start, end=skeleton.sentence.span.end)
    assert subject.entity is not None
    assert obj.entity is not None
    return Reading(
        statement=Statement(subject=subject.entity, predicate=predicate, object=obj.entity, qualifiers=found.qualifiers),
        evidence=Evidence(
            article=article.id,
            span=span,
            quote=article.content[span.start : span.end],
            modality=modality,
            confidence=found.confidence,
            provenance=Provenance(
                extractor=f"relations.{found.rule}" if found.rule.startswith("classifier/") else f"relations.rules/{found.rule}",
                version=__version__,
                knowledge_level="prediction" if speculative else "assertion",
            ),
            quoted_from=said.quoted_from,
        ),
        subject_surface=subject.surface,
        object_surface=obj.surface,
        negated=negated,
        speculative=speculative,
    )


def _settle(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return one reading for each claim: a denial beats an assertion, an assertion a supposition, then the surer rule, then the earlier one."""
    best: dict[tuple[str, str, str], Reading] = {}
    for reading in readings:
        key = (reading.statement.subject, reading.statement.predicate, reading.statement.object)
        known = best.get(key)
        if known is None or _rank(reading) > _rank(known):
            best[key] = reading
    for reading in list(best.values()):
        # Whoever holds more than half of a company is its parent.
        held = dict(reading.statement.qualifiers).get("share")
        if (
            reading.statement.predicate == "invests_in"
            and isinstance(held, float)
            and held > 0.5
            and not reading.evidence.provenance.extractor.endswith("/invest.seller")
            and not reading.negated
            and not reading.speculative
        ):
            key = (reading.statement.object, "subsidiary_of", reading.statement.subject)
            if kind_of(key[0]) == kind_of(key[2]) == "company" and key not in best:
                best[key] = replace(
                    reading,
                    statement=Statement(subject=key[0], predicate="subsidiary_of", object=key[2], qualifiers=(("share", held),)),
                    subject_surface=reading.object_surface,
                    object_surface=reading.subject_surface,
                )
    makers = {(key[0], key[2]) for key in best if key[1] == "produces"}
    parents = {(key[0], key[2]) for key, r in best.items() if key[1] == "subsidiary_of" and not r.negated}
    # What a subsidiary makes is not said again of its parent.
    for child, parent in parents:
        for maker, product in makers:
            if maker == child and (parent, product) in makers:
                best.pop((parent, "produces", product), None)
    return tuple(
        sorted(best.values(), key=lambda r: (r.evidence.span.start, r.evidence.span.end, r.statement.predicate, r.subject_surface, r.object_surface))
    )


def _rank(reading: Reading) -> tuple[int, int, float, int]:
    """Return how much a reading of a claim counts: a stated stake beats a denial, a denial an assertion, an assertion a supposition."""
    staked = any(name == "share" for name, _ in reading.statement.qualifiers)
    standing = 2 if reading.negated else 0 if reading.speculative else 3 if staked else 1
    return standing, len(reading.statement.qualifiers), reading.evidence.confidence, -reading.evidence.span.start


def extract_relations(
    article: Article,
    sentences: Sequence[Sentence],
    links: Sequence[EntityLink],
    cues: Sequence[Sequence[Cue]],
    *,
    classifier: RelationClassifier | None = None,
    sectors_of: SectorsOf | None = None,
) -> tuple[Reading, ...]:
    """Return the relations an article states, each once, in text order.

    Parameters
    ----------
    sentences
        The article's sentences.
    links
        Its names in text order, anaphors with their antecedents among them.
    cues
        ``cues[i]`` are the cues of ``sentences[i]``.
    classifier
        Adds relations between companies of one sentence that the rules do not relate, where it is sure. Off by default: it does not raise F1 on the
        development sets (docs/reference/evaluation.md).
    sectors_of
        What sectors reference data count a company to; it confirms that a company of a text on a sector is one of that sector. Without it only what
        the wording says is read.

    Notes
    -----
    Negated relations come out with ``negated=True``; whoever asserts statements must leave them out. Relations between names that no id is known
    for are not stated.
    """
    skeletons = build_skeletons(article, sentences, links)
    readings: list[Reading] = []
    stated = list(find_relations(skeletons, published=article.published_at.date() if article.published_at else None, sectors_of=sectors_of))
    if classifier is not None:
        # The rules speak first: of two names that they relate the classifier says nothing more.
        related = {frozenset((found.subject.entity, found.object.entity)) for found in stated}
        judged = _judged_relations(article, skeletons, classifier)
        stated += [found for found in judged if frozenset((found.subject.entity, found.object.entity)) not in related]
    for found in stated:
        skeleton = skeletons[found.sentence]
        said = [cue for number in skeleton.parts for cue in cues[number]]
        if reading := _reading(article, found, skeleton, said):
            readings.append(reading)
    return _settle(readings)
