"""Names an article teaches: （以下简称“…”）, bracketed abbreviations, and short forms of names it has given in full."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import daachorse

from themegraph.extract.names.guards import takes_company, word_set
from themegraph.extract.names.link import Linked
from themegraph.extract.names.mentions import Found, TextView
from themegraph.extract.names.patterns import COMPARED_BEFORE, OTHER_FIRM_AFTER
from themegraph.extract.text.segment import dictionary_words, is_plain_word
from themegraph.model import EntityId, market_of
from themegraph.model.values import dataclass

__all__ = ["learn_aliases"]

_BRACKET = re.compile(
    r"\((?P<mark>(?:以下|下文|下|以下统)?(?:简称|称|合称)(?:为|:)?|英文名称?(?:为|:)?|英文简称(?:为|:)?|又称|又名|原名|曾用名:?|旧称|股票简称:|证券简称:|前称)?[\"“「『]?"
    r"(?P<alias>[^\"“”「」『』(),;、:]{2,30})[\"”」』]?(?P<rest>[^()]{0,40})\)"
)
_CODE = re.compile(r"(?:sh|sz|bj|hk|us|nasdaq|nyse)?[.: ]?\d{3,6}(?:[.: ]?(?:sh|sz|bj|hk|us|csi))?|[a-z]{1,5}\.(?:us|o|n|hk)|(?:a|h)股")
_WEAK_RULES = frozenset({"firm-shape", "odd-firm", "led-firm", "pattern", "ambiguous", "group", "tagger"})
_NO_ABBREVIATION = re.compile(r"a|h|b|\d.*|q[1-4].*|ceo|cfo|ipo|etf|nasdaq|nyse|us|hk|sh|sz")
_BACK_WORDS = word_set(
    "公司 本公司 该公司 上市公司 集团 本集团 发行人 标的公司 甲方 乙方 丙方 公告 本次 目标公司 交易对方 基金管理人 本基金 银行 本行 激励计划 本次交易 下同 人民币 美元 未上市 已上市 音译 中国 美国 全资子公司 子公司"
)
_PLACE = re.compile(
    r"(?:中国|北京|上海|天津|重庆|深圳|广州|杭州|南京|苏州|无锡|宁波|成都|武汉|西安|长沙|合肥|青岛|厦门|福州|济南|郑州|沈阳|大连|哈尔滨|长春|石家庄|太原|昆明|贵阳|南宁|南昌|海口|兰州|西宁|银川|乌鲁木齐|拉萨|珠海|佛山|东莞|中山|惠州|常州|南通|扬州|徐州|嘉兴|绍兴|温州|台州|"
    r"河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|台湾)(?:省|市)?"
)
_LEGAL = re.compile(r"(?:\([^()]{2,8}\))?(?:集团)?(?:股份)?(?:有限责任公司|有限公司|集团公司)$")
_FIELD = re.compile(
    r"(?:科技|股份|集团|控股|医药|药业|生物|电子|汽车|智能|智控|信息|网络|软件|通信|技术|能源|新材|材料|电气|重工|银行|证券|国际|实业|传媒|半导体|微电子|制药|精密|光电|环保|食品|乳业|酒业|锂业|铝业|铜业|矿业|钢铁|石化|化学|化工|机械|装备|物流|地产|置业|航空|航运|种业|农牧|"
    r"资源|电力|水务|动力|激光|医疗|健康|商业|百货|旅游|文化|教育|服饰|家居|电器|照明|电源|储能|光伏|新能源|机器人|数据|保险|资本|基金|期货|船舶|重科|时代|线程|股份有限公司|有限公司)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alias:
    text: str
    link: Linked
    rule: str
    """``alias-learned``: a bracket says so; ``short-form``: made from a name given in full."""

    @property
    def explicit(self) -> bool:
        return self.rule == "alias-learned"


def _bracketed(view: TextView, links: Sequence[Linked]) -> list[_Alias]:
    learned: list[_Alias] = []
    for link in links:
        end = link.found.end
        if end >= len(view.text) or view.text[end] != "(" or link.type not in {"company", "organisation", "product/technology", "person"}:
            continue
        found = _BRACKET.match(view.text, end)
        if found is None:
            continue
        alias = found["alias"].strip()
        if (
            alias in _BACK_WORDS
            or alias.isdigit()
            or not any(c.isalpha() for c in alias)
            or _CODE.fullmatch(alias)
            or any(c in "%。/" for c in alias)
        ):
            continue
        # Letters in brackets right behind a name abbreviate it: 葛兰素史克（GSK）.
        letters = not found["rest"] and alias.isascii() and len(alias) <= 24 and view.raw(*found.span("alias"))[:1].isupper()
        if found["mark"] or (letters and (link.type == "company" or alias.isalpha()) and not _NO_ABBREVIATION.fullmatch(alias)):
            learned.append(_Alias(text=alias, link=link, rule="alias-learned"))
    return learned


def _short_forms(view: TextView, links: Sequence[Linked]) -> list[_Alias]:
    """Return short forms of company names given in full here: without place, legal form and field word (恒瑞医药: 恒瑞)."""
    forms: dict[str, dict[str, Linked]] = {}
    for link in links:
        name = view.text[link.found.start : link.found.end]
        if (
            link.type != "company"
            or link.entity is None
            or name.isascii()
            or len(name) < 4
            or link.optional
            or link.rule in {"tagger", "firm-shape", "kin"}
        ):
            continue
        bare = _LEGAL.sub("", name)
        stems = {bare, _PLACE.sub("", bare, count=1) if _PLACE.match(bare) else bare}
        for first in sorted(stems):
            stem = first
            while (shorter := _FIELD.sub("", stem)) != stem and len(shorter) >= 2:
                stems.add(shorter)
                stem = shorter
        if len(name) == 4 and link.rule in {"registry", "code-beside-name"} and len(dictionary_words(name[:2])) > 1:
            stems.add(name[:2])
        for stem in sorted(stems):
            if len(stem) >= 2 and stem != name and not _PLACE.fullmatch(stem):
                forms.setdefault(stem, {}).setdefault(link.entity, link)
    # A short form of two firms of one article names neither.
    return [_Alias(text=text, link=next(iter(owners.values())), rule="short-form") for text, owners in sorted(forms.items()) if len(owners) == 1]


def _known_by_alias(view: TextView, links: Sequence[Linked], aliases: Sequence[_Alias]) -> Sequence[Linked]:
    """Return the links with names known by shape only taking the id of the registered unlisted name that a bracket calls them by."""
    registered = {
        view.text[link.found.start : link.found.end]: link.entity
        for link in links
        # A listed company of that name may be the parent of what the bracket abbreviates.
        if link.rule in {"registry", "alias-voted"} and link.type == "company" and link.entity is not None and not market_of(link.entity)
    }
    better = {
        alias.link.entity: registered[alias.text]
        for alias in aliases
        if alias.link.type == "company" and alias.link.rule in _WEAK_RULES and registered.get(alias.text) and alias.link.entity is not None
    }
    if not better:
        return links
    return [replace(link, entity=better[link.entity], rule="alias-learned") if link.entity in better else link for link in links]


def learn_aliases(view: TextView, links: Sequence[Linked], *, apart: Callable[[EntityId, EntityId], bool]) -> list[Linked]:
    """Return further links of names the article itself teaches, where no link stands yet.

    Parameters
    ----------
    view
        The text.
    links
        Links so far, in text order.
    apart
        Whether two ids are known never to be one thing.

    Returns
    -------
    list of Linked
        New links, and links that replace unlinked or differently linked ones at the same place when a bracket says so.
    """
    bracketed = _bracketed(view, links)
    links = _known_by_alias(view, links, bracketed)
    bracketed = _bracketed(view, links)
    aliases = [*bracketed, *_short_forms(view, links)]
    if not aliases:
        return list(links)
    result = {(link.found.start, link.found.end): link for link in links}
    taken = bytearray(len(view.text) + 1)
    for start, end in result:
        taken[start:end] = b"\x01" * (end - start)
    ranked = sorted(aliases, key=lambda a: (not a.explicit, -len(a.text), a.text))
    for alias, at in _places(view.text, ranked):
        end = at + len(alias.text)
        if alias.explicit and (at, end) in result:
            old = result[at, end]
            ruled_out = old.entity is not None and alias.link.entity is not None and apart(old.entity, alias.link.entity)
            if old.entity != alias.link.entity and not ruled_out and (old.type == alias.link.type or old.rule in _WEAK_RULES):
                result[at, end] = replace(old, entity=alias.link.entity, type=alias.link.type, rule=alias.rule, score=0.9, listing=None)
        elif not any(taken[at:end]) and _fits(view, alias, at, end, taken):
            found = Found(start=at, end=end, type=alias.link.type, rule=alias.rule)
            result[at, end] = Linked(
                found=found, entity=alias.link.entity, type=alias.link.type, score=0.9 if alias.explicit else 0.75, rule=alias.rule
            )
            taken[at:end] = b"\x01" * (end - at)
    return [result[key] for key in sorted(result)]


def _places(text: str, aliases: Sequence[_Alias]) -> Iterator[tuple[_Alias, int]]:
    """Yield every place of every alias, alias by alias; one pass over the text however many there are."""
    machine = daachorse.CharwiseDoubleArrayAhoCorasick([alias.text for alias in aliases])
    hits = sorted((number, start) for start, _, number in machine.find_overlapping(text))
    for number, start in hits:
        yield aliases[number], start


def _fits(view: TextView, alias: _Alias, start: int, end: int, taken: bytearray) -> bool:
    """Return whether a learned form stands there as a name of its own."""
    text = view.text
    if alias.text.isascii():
        before, after = text[start - 1 : start], text[end : end + 1]
        return not ((before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())) and any(
            c.isupper() for c in view.raw(start, end)
        )
    breaks = view.words.breaks
    if COMPARED_BEFORE.search(text[max(0, start - 8) : start]):
        return False
    if alias.explicit:
        return True
    if not (breaks[start] and breaks[end]) or (len(alias.text) == 2 and OTHER_FIRM_AFTER.match(text[end : end + 4])):
        return False
    if start > 1 and text[start - 1] in "、和与" and taken[start - 2]:
        return True
    return not is_plain_word(alias.text) or takes_company(text[max(0, start - 8) : start], text[end : end + 8], alias.text) >= 3
