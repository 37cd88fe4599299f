"""Find what may be names in a text: known names with boundary rules, and names by their shape."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from themegraph.extract.names.deeds import find_doers, find_peers
from themegraph.extract.names.goods import trim_good
from themegraph.extract.names.goods_owned import find_owned_goods
from themegraph.extract.names.lexicon import Lexicon, Sense
from themegraph.extract.names.patterns import (
    COMPARED_AFTER,
    COMPARED_BEFORE,
    FOREIGN_KIN,
    FOREIGN_TAILS,
    FUND_PREFIX,
    GENERIC_AFTER,
    INDEX_PREFIX,
    KIN_FIRM,
    KIN_TAILS,
    KIN_TAILS_OF_SHORT,
    NO_KIN_AFTER,
    OTHER_FIRM,
    OTHER_FIRM_AFTER,
    Shaped,
    shaped_names,
)
from themegraph.extract.text.segment import Words, dictionary_words, read_words
from themegraph.folding import Folded, is_cjk
from themegraph.model import Span
from themegraph.model.values import dataclass

__all__ = ["FACILITY", "Found", "TextView", "choose", "find_mentions", "names_company", "straddled", "view_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A text as the name reader sees it: original, folded, and its words."""

    content: str
    folded: Folded
    words: Words
    text: str
    """The folded text; all offsets of the name reader refer to it."""
    offsets: list[int]
    """``folded.offsets`` as plain integers, which index faster."""

    def span(self, start: int, end: int) -> Span:
        """Return the original span of a folded range, not empty."""
        return Span(start=self.offsets[start], end=self.offsets[end - 1] + 1)

    def raw(self, start: int, end: int) -> str:
        """Return the original text of a folded range."""
        return self.content[self.offsets[start] : self.offsets[end - 1] + 1] if start < end else ""

    def position(self, offset: int) -> int:
        """Return the first folded offset that stands at or behind an original one."""
        return bisect_left(self.offsets, offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A piece of folded text that may be a name."""

    start: int
    end: int
    type: str
    """Type by shape; for known names that of the first meaning."""
    senses: tuple[Sense, ...] = ()
    rule: str = "registry"
    weight: float = 0.0
    """Added to the length when overlapping candidates compete."""


def view_of(content: str, folded: Folded) -> TextView:
    """Return the view of a text; dictionary words only, so that unknown names never glue to their neighbours."""
    return TextView(content=content, folded=folded, words=read_words(folded.text, folded.offsets), text=folded.text, offsets=folded.offsets.tolist())


def names_company(senses: Sequence[Sense]) -> bool:
    """Return whether a company is among the meanings of a name."""
    for sense in senses:  # noqa: SIM110 - asked of every name found, most of one meaning: a generator takes three times as long
        if sense.type == "company":
            return True
    return False


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _cut_off(view: TextView, start: int, end: int) -> bool:
    """Return whether a Latin name would begin or end inside a longer Latin word or number."""
    text, gaps = view.text, view.words.gaps
    if not (text[start].isascii() or text[end - 1].isascii()):
        return False
    glued = _is_word(text[start]) and start > 0 and not gaps[start]
    if glued and (_is_word(text[start - 1]) or (text[start - 1] in "-.&" and start > 1 and _is_word(text[start - 2]))):
        return True
    if not _is_word(text[end - 1]) or end >= len(text) or gaps[end]:
        return False
    return _is_word(text[end]) or (text[end] in "-&" and end + 1 < len(text) and _is_word(text[end + 1]))


_PARTICLES = frozenset("的了着过在是有为与和及或等于者中上下内外前后性化型级")


_BEFORE_NAMES = frozenset("对与和向由在从把被给为及使让据")
_OWN_AFTER = re.compile(r"(?:公司|集团|销量|销售|产量|股价|股票)(?!行业|板块|产业)")


def straddled(view: TextView, start: int, end: int) -> bool:
    """Return whether a dictionary word reaches over an edge of the name, and the name itself is short or made of dictionary words."""
    breaks = view.words.breaks
    if breaks[start] and breaks[end]:
        return False
    if end - start == 2:
        if not breaks[start] and breaks[end] and breaks[end - 1] and view.text[end - 1] not in _PARTICLES:
            return False  # 升|腾讯: the dictionary's 升腾 would leave an orphan behind
        # 苹果公司 is one word of the dictionary, and the firm all the same.
        return not (breaks[start] and view.text[end : end + 2] in {"公司", "集团"})
    if end - start >= 4 and breaks[end] and not breaks[start] and view.text[start - 1] in _BEFORE_NAMES and view.words.before(start + 1) == start - 1:
        return False  # 对|华能国际: the dictionary's 对华 took its first character
    if breaks[start] and _OWN_AFTER.match(view.text, end):
        return False  # 吉利|汽车销量: the dictionary's word begins in the name and ends in what the firm sells
    return all(len(word) > 1 for word in dictionary_words(view.text[start:end]))


def _capital(view: TextView, start: int, end: int) -> bool:
    """Return whether the Latin letters of a name are written as a name: with a capital somewhere."""
    letters = [c for c in view.raw(start, end) if c.isalpha() and not is_cjk(c)]
    return not letters or any(c.isupper() for c in letters)


_NATION_TRADE = re.compile(
    r"(?:稀土|黄金|白银|电影|影视|卫星|软件|核电|动力|船舶|汽研|汽车|医药|中药|电力|石化|化学|化工|铝业|高科|科技|旅游|电视|制造|互联网|水务|环保|天然气|燃气|煤炭|钢铁|农业|食品|饲料|种业|航空|航天|光伏|风电|半导体|芯片|铁路|物流|外运|保险)$"
)
"""With a nation ahead these are a country's trade as well as a firm: 中国稀土."""
_NATION_FRONT = ("中国", "全国", "国际", "世纪")
_PLACE_FRONT = re.compile(
    r"(?:上海|北京|天津|重庆|广东|广州|深圳|浙江|杭州|宁波|四川|成都|山东|青岛|江苏|南京|无锡|苏州|安徽|合肥|福建|厦门|江西|河南|河北|湖北|武汉|湖南|长沙|山西|陕西|西安|辽宁|大连|吉林|长春|黑龙江|海南|广西|桂林|云南|昆明|贵州|甘肃|青海|内蒙古|西藏|宁夏|新疆|东方|西部|北方|南方)"
)
FACILITY = re.compile(rf"{_PLACE_FRONT.pattern}(?:港|机场|高速|银行|电力|燃气|水务|控股|人力|城乡)")
"""A place's harbour, airport, road: also a listed firm's name."""
_GOODS = re.compile(
    r"(?:焦煤|煤炭|焦炭|黄金|白银|稀土|水泥|钢铁|铜业?|铝业?|锂业?|钾肥|化肥|尿素|橡胶|玻璃|白酒|啤酒|黄酒|生猪|猪肉|天然气|燃气|石油|电力|面粉|粮油|茶叶|药材|苹果|大蒜|木材)$"
)
_PRICED = re.compile(r"^(?:现货|期货|市场|出厂|坑口|批发|零售)?(?:主力|价格|均价|价(?!值)|期货|现货)")
_OTHER_THING = re.compile(
    r"^(?:机场(?!集团|股份|建设|高速)|艺术中心|艺术馆|体育中心|体育场|体育馆|文化宫|公园|雨林|盆地|流域|线圈|总统|号航母|号军舰|大桥|隧道|火车站|地铁站|高铁站|动车组列车|啤酒节|音乐节|文化节|电影节|"
    r"足球(?:超级)?联赛|篮球联赛|马拉松|杯(?![子水型装])|奖学金|希望小学|小学|中学|大道|街道|镇(?![江平海静])|村(?!镇|田)|县(?!域))"
)
"""Behind a firm's name these make a place or an occasion of it: 茅台机场, 特斯拉线圈, 亚马逊雨林."""
_TRADE_ONLY = re.compile(r"^(?:出口|进口|成分|产业|行业|市场|协会|企业|工业|间|产量|储量|资源)")


def _generic(name: str, after: str) -> bool:
    """Return whether a name that begins with a place goes on as that place's trade: 中国稀土 | 出口, 山西焦煤 | 价格."""
    if name.startswith(_NATION_FRONT):
        return bool((GENERIC_AFTER if _NATION_TRADE.search(name) else _TRADE_ONLY).match(after))
    place = _PLACE_FRONT.match(name)
    return place is not None and bool(_TRADE_ONLY.match(after) or (_GOODS.match(name, place.end()) and _PRICED.match(after)))


def _company_senses(view: TextView, start: int, end: int, senses: tuple[Sense, ...]) -> tuple[Sense, ...]:
    """Return the senses that the neighbouring characters allow."""
    text = view.text
    name = text[start:end]
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    drop = (
        bool(COMPARED_BEFORE.search(before))
        or bool(COMPARED_AFTER.match(after))
        or bool(_OTHER_THING.match(after))
        or (len(name) <= 4 and _generic(name, after))
        or (len(name) == 2 and is_cjk(name[0]) and bool(OTHER_FIRM_AFTER.match(after)))
    )
    return tuple(s for s in senses if s.type != "company") if drop else senses


def _known(view: TextView, lexicon: Lexicon, hidden: list[Found]) -> Iterator[Found]:
    """Yield known names; ``hidden`` takes the firms whose names are only the beginning of another's (华夏 in 华夏人寿)."""
    text = view.text
    for start, end, senses in lexicon.hits(text):
        name = text[start:end]
        if _cut_off(view, start, end):
            continue
        ascii_name = name.isascii()
        if ascii_name and not _capital(view, start, end):
            senses = tuple(s for s in senses if s.type in {"sector/theme", "product/technology", "macro/policy"})
        if not ascii_name and len(name) <= 4 and "etf" not in name and straddled(view, start, end):
            # A sector may stand inside a longer word that it begins: 军工 in 军工企业.
            begins = bool(view.words.breaks[start])
            senses = tuple(
                s
                for s in senses
                if (s.type == "sector/theme" and begins) or (len(name) > 2 and s.type not in {"company", "person", "place", "macro/policy"})
            )
        if names_company(senses):
            whole, senses = senses, _company_senses(view, start, end, senses)
            if len(senses) < len(whole):
                hidden.append(Found(start=start, end=end, type="company", senses=whole))
        if senses:
            yield Found(start=start, end=end, type=senses[0].type, senses=senses)


def _grown(text: str, shape: Shaped, known_at: int, prefix: re.Pattern[str]) -> bool:
    """Return whether the words a shape adds in front of a known name belong to it: a house, an index family, a market."""
    return prefix.fullmatch(text, shape.start, known_at) is not None


def _ends_with_known(known: Found | None, shape: Shaped) -> bool:
    return known is not None and known.start > shape.start and known.end - known.start >= 3


_ABROAD = frozenset({"US", "KS", "T", "L", "DE", "PA", "SW", "AS", "AX", "TO"})


def _kin(view: TextView, firms: Sequence[Found], at_end: dict[int, Found]) -> Iterator[Found]:
    """Yield the relatives of known firms that are firms of their own: 茅台集团, 中国移动资本, 平安人寿."""
    for firm in firms:
        if branch := KIN_FIRM.match(view.text, firm.end):
            yield Found(start=firm.start, end=branch.end(), type="company", rule="kin", weight=-0.4)
            continue
        foreign = all(sense.entity.rpartition(".")[2] in _ABROAD for sense in firm.senses if sense.type == "company") and not firm.senses[0].guard
        for size in (2, 3):
            end = firm.end + size
            if foreign and view.text[firm.end : end] in FOREIGN_KIN and view.words.breaks[min(end, len(view.text))]:
                yield Found(start=firm.start, end=end, type="company", rule="kin", weight=-0.4)
                continue
            if foreign and view.text[firm.end : end] in FOREIGN_TAILS:
                yield Found(start=firm.start, end=end, type="company", senses=firm.senses, weight=-0.4)
                continue
            tail = view.text[firm.end : end]
            short = firm.end - firm.start <= 2
            if (
                tail not in (KIN_TAILS_OF_SHORT if short else KIN_TAILS)
                or not view.words.breaks[min(end, len(view.text))]
                or view.words.gaps[firm.end]
            ):
                continue
            other = at_end.get(end)
            if (other is None or other.start == firm.start) and not NO_KIN_AFTER.match(view.text, end):
                end += 2 if view.text.startswith("公司", end) else 0
                yield Found(start=firm.start, end=end, type="company", rule="kin", weight=-0.4)


_MODEL_OF_KIND = re.compile(
    r"(?P<model>[\u4e00-\u9fff]{0,4}[a-z]{0,5}(?<=[a-z\u4e00-\u9fff])-?\d{1,4}[a-z]{0,3})(?:旗舰|人形|智能|四足|宽体|全地形|新|新一代|支线|纯电|增程|中大型|紧凑型|中型|大型|运动|轻型|通用|移动|运载){0,2}(?:芯片|晶片|处理器|机器人|手机|平板|轿车|suv|mpv|客机|飞机|直升机|无人机|火箭|服务器|显卡|轿跑|越野车|跑车|眼镜|手表|耳机|大模型|电动汽车)$"
)
"""A model's name and the kind of thing it is: 灵犀X2 | 人形机器人. The name is the good."""
_KIND_OF_MODEL = re.compile(
    r"(?:标准版|旗舰|纯电|增程|人形|智能|系列|新款)*(?:电动汽车|汽车|轿车|手机|车型|芯片|处理器|显卡|gpu|机器人|suv|系列|产品|新车|平台|大模型|模型|客机|飞机|火箭|无人机|平板|手表|耳机|眼镜|车|药物|技术|架构|电池)"
)
_MODEL_TAIL = re.compile(r"(?: ?\d{1,2})?(?: ?(?:pro max|pro|max|plus|ultra|air|fold|flip|mini|lite|edge|gen ?\d{1,2}(?:\.\d)?))+(?![a-z\d])")
"""What makes a model of a line: iPhone | 18 Pro, iPhone | Fold."""
_EDITION = re.compile(
    r"(?:增程|长续航|超长续航|旗舰|高性能|标准|纯电|插混|四驱|后驱|青春|专业|尊享|国际|海外|企业|教育|开源|轻量|满血|蒸馏|车载|家用|医用|豪华|典藏|纪念|运动)版"
)


def _only_model(view: TextView, start: int, known_end: int, end: int) -> bool:
    """Return whether a phrase is a known model's name and what kind of thing it is (SU7 | 电动汽车) or a brand beside a thing (Optimus | 执行器).

    GB300 | 机柜 and LNG | 运输船 are things of their own.
    """
    if known_end == start:
        return False
    brand = view.raw(start, known_end)
    return bool(_KIND_OF_MODEL.fullmatch(view.text, known_end, end)) or not (brand.isupper() or any(c.isdigit() for c in brand))


def _edition(text: str, end: int) -> int:
    """Return where a product's name ends with its edition: X9 | 增程版."""
    found = _EDITION.match(text, end) if text[end - 1 : end].isascii() else None
    return found.end() if found else end


def _named(view: TextView, shape: Shaped) -> bool:
    """Return whether a foundation, school or fund carries a name of its own, rather than words for its kind (公立医院, 半导体产业基金)."""
    words = view.words
    inside = [i for i in range(shape.start, shape.end) if words.breaks[i]]
    named = any(words.tags.get(i, "") in {"nr", "nz", "nt", "nrt", "nrfg"} for i in inside)
    odd = sum(1 for i in inside if i + 1 < shape.end and words.breaks[i + 1]) >= 2
    return named or odd or (words.tags.get(shape.start) == "ns" and len(inside) > 2)


_SPOKEN_AS_GROUP = re.compile(r"(?:板块|概念|行业|产业|赛道|龙头|企业|公司|厂|股|领域|题材|主题|市场|etf|指数|巨头|方向)")


def _as_goods(view: TextView, found: list[Found]) -> list[Found]:
    """Return the candidates without themes that the words around them make goods: 减速器 in 减速器由…供应 is what is made, no group of shares."""
    goods = {(f.start, f.end) for f in found if f.rule in {"told", "owned"}}
    return [
        f
        for f in found
        if not (
            (f.start, f.end) in goods
            and f.senses
            and all(s.type == "sector/theme" for s in f.senses)
            and not _SPOKEN_AS_GROUP.match(view.text, f.end)
        )
    ]


def find_mentions(view: TextView, lexicon: Lexicon) -> list[Found]:
    """Return all candidates, overlapping ones too, in text order."""
    hidden: list[Found] = []
    found = list(_known(view, lexicon, hidden))
    begins: dict[int, int] = {}
    for known in found:
        if known.type in {"etf", "index", "organisation"}:
            begins[known.end] = min(known.start, begins.get(known.end, known.start))
    firms = [known for known in found if names_company(known.senses)]
    models = [
        known
        for known in found
        if known.type == "product/technology" and known.end - known.start > 4 and view.text[known.start : known.end].isascii()
    ]
    group_ends = {known.end for known in found if known.type in {"sector/theme", "product/technology", "index", "etf", "place", "macro/policy"}}
    found += [
        Found(start=known.start, end=tail.end(), type="product/technology", rule="model")
        for known in found
        if known.type == "product/technology" and view.text[known.end - 1].isascii() and (tail := _MODEL_TAIL.match(view.text, known.end))
    ]
    makers = [f for f in firms if any(s.type == "company" and s.guard != "ticker" for s in f.senses)]
    told_ends = {firm.end for firm in firms}
    begun = {known.start: known.end for known in found if known.type == "product/technology" and view.text[known.start : known.end].isascii()}
    at_start = {known.start: known for known in firms}
    at_end = {known.end: known for known in firms}
    namesakes = at_start.keys() | {firm.start for firm in hidden}
    for shape in shaped_names(view.text, view.content, view.folded, view.words):
        if shape.type in {"etf", "index"} and shape.end in begins:
            at = begins[shape.end]
            if shape.start >= at or not _grown(view.text, shape, at, FUND_PREFIX if shape.type == "etf" else INDEX_PREFIX):
                continue
        if (
            shape.type == "organisation"
            and begins.get(shape.end, -1) > shape.start
            and view.text[shape.start : begins[shape.end]] in {"中国", "我国", "国家", "经"}
        ):
            continue
        if shape.type == "company" and view.text.endswith("公司", shape.start, shape.end):
            # 平安国际融资租赁有限公司: a known name at its left edge is part of it.
            start = next((f.start for f in [*firms, *hidden] if f.start < shape.start <= f.end), shape.start)
            shape = replace(shape, start=start)
        rule = shape.rule
        if shape.type == "company" and view.text.startswith("股东", max(0, shape.start - 1)):
            shape = replace(shape, start=shape.start + 1)  # 控股股|东新希望集团
        if rule == "group" and (shape.end in group_ends or any(f.start < shape.end and shape.start < f.end for f in firms)):
            continue  # a known group, or one named after a firm: 宁德时代产业链
        if rule == "told" and (shape.end in told_ends or _only_model(view, shape.start, begun.get(shape.start, shape.start), shape.end)):
            continue  # a known name, or a model's and what kind of thing it is: 五粮液, SU7 | 电动汽车
        if rule in {"goods", "told"} or (rule == "model" and not view.text[shape.end - 1].isascii()):
            # 宁德时代储能电芯: the maker's name is no part of what it makes.
            inside = makers if rule == "told" else firms + models
            start = max((f.end for f in inside if f.start < shape.end and shape.start < f.end < shape.end), default=shape.start)
            start = trim_good(view.text, start, shape.end)
            if model := _MODEL_OF_KIND.match(view.text, start, shape.end):
                found.append(Found(start=start, end=model.end("model"), type=shape.type, rule=rule, weight=shape.weight))
                continue
            found.append(Found(start=start, end=_edition(view.text, shape.end), type=shape.type, rule=rule, weight=shape.weight))
            continue
        if rule == "stake" and (shape.start in at_start or _ends_with_known(at_end.get(shape.end), shape)):
            continue  # 格力电器间接控股盾安环境38.78%的股份: words between two known firms
        if rule == "institution" and not (shape.start in namesakes or _named(view, shape)):
            continue
        if rule == "firm-shape":
            firm = at_start.get(shape.start)
            if _ends_with_known(at_end.get(shape.end), shape) or (firm and firm.end - firm.start >= 3):
                continue
        end = _edition(view.text, shape.end) if shape.type == "product/technology" else shape.end
        found.append(Found(start=shape.start, end=end, type=shape.type, rule=rule, weight=shape.weight))
    for start, end in find_owned_goods(view.text, view.words, sorted({(f.start, f.end) for f in makers})):
        raw = view.raw(start, end)
        crossed = end in told_ends or any(f.start < end and start < f.end for f in makers)
        if not (crossed or (raw.isascii() and not raw[:1].isupper()) or _only_model(view, start, begun.get(start, start), end)):
            found.append(Found(start=start, end=end, type="product/technology", rule="owned", weight=-0.6))
    found = _as_goods(view, found)
    sure = sorted({(f.start, f.end) for f in firms if f.end - f.start > 2})
    for start, end in (*find_doers(view.text, view.words), *find_peers(view.text, view.words, sure)):
        # 珠海普瑞达 holds 海普瑞 by chance: a short name inside is none.
        if not any(first < end and start < last and not (start < first and last < end and last - first == 3) for first, last in sure):
            one = end - start <= 3 and view.words.tags.get(start) in {"nr", "nrfg"} and view.words.before(end) == start
            found.append(Found(start=start, end=end, type="person" if one else "company", rule="doer", weight=-0.3))
    found.extend(_kin(view, [*firms, *hidden], at_end))
    found.extend(
        Found(start=firm.start, end=tail.end(), type="company", rule="odd-firm", weight=-0.4)
        for firm in hidden
        if firm.end - firm.start == 2 and (tail := OTHER_FIRM.match(view.text, firm.end)) and view.words.breaks[tail.end()]
    )
    found.sort(key=lambda f: (f.start, f.end, f.type))
    return found


def choose(candidates: Sequence[Found], length: int) -> list[Found]:
    """Return candidates without overlaps: longer and weightier first, the later of two known names that are equally long, in text order."""
    taken = bytearray(length + 1)
    kept: list[Found] = []
    for found in sorted(candidates, key=lambda f: (-(f.end - f.start + f.weight), -f.start if f.rule == "registry" else f.start, f.type)):
        if not any(taken[found.start : found.end]):
            taken[found.start : found.end] = b"\x01" * (found.end - found.start)
            kept.append(found)
    kept.sort(key=lambda f: f.start)
    return kept
