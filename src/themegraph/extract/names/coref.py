"""Words that point back: 公司, 该公司, 其, 前者, 后者, 双方. Rules only: the nearest salient company of the text before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from themegraph.extract.names.link import Linked
from themegraph.extract.names.mentions import TextView
from themegraph.extract.names.patterns import OPINION_HOUSE
from themegraph.extract.text.sentences import Sentence
from themegraph.model.values import dataclass

__all__ = ["Anaphor", "find_anaphors"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anaphor:
    """A word that points back, and the name it points to."""

    start: int
    end: int
    antecedent: Linked


_MEMORY = 80
"""How many company names back an antecedent is looked for: keeps long texts linear."""
_KINDS = {
    "self": "本公司 贵公司 公司方面 本集团 本行",
    "that": "该公司 该集团 该企业 该行 该股 这家公司 该券商 该机构 该投行 该药企 该车企 该厂 该上市公司",
    "fund": "该基金 该etf 该产品",
    "index": "该指数",
    "former": "前者",
    "latter": "后者",
    "pair": "双方 两者 两家公司 两家企业 两家合计 两家均 两家都 两家分别",
    "other": "对方",
    "firm": "公司",
    "its": "其",
}
_COUNTED = frozenset({"两家合计", "两家均", "两家都", "两家分别"})
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_WORD = re.compile("|".join(_KIND_OF))
_OF_FUNDS = re.compile(
    r"(?:则|均|都|同|分别|主要|紧密|的)?(?:跟踪|重仓|标的指数|管理费|规模|份额|净值|成[份分]股|权重股|前[一二三五十\d]+大|单位净值|费率|持仓)"
)
# 公司 is the company of the text only where it opens a clause or follows a word that does not name another firm.
_FIRM_BEFORE = re.compile(
    r"(?:^|[\n,。;:、(\"“「]|目前|不过|但是|但|而|同时|此外|另外|且|并称|称|表示|因|由于|根据|据|对|向|与|和|随着|为|是|使|让|给|将|若|如|则|当天|当日|今日|昨日|年内|此前|未来|截至|期内|报告期内|去年|今年|预计|认为|指出|透露|披露|显示|以及|及|在|从|到|由|被|年|月|日|请问|问|答|您好)$"
)
_FIRM_AFTER = re.compile(r"^(?:法|债|章程|制|化|治理|名称|类型|们|a的|b的|注册)")
_ITS_BEFORE = re.compile(r"(?:尤|极|更|与|及)$")
_ITS_AFTER = re.compile(r"^(?:中|他|它|余|次|实|间|时|后|前)")
_SUBJECT_AFTER = re.compile(
    r"(?:\([^()]{0,30}\))?[^,。;\n]{0,10}?(?:公告|发布|宣布|表示|称|披露|澄清|认为|透露|强调|坦言|解释|指出|起诉|推出|拟|将|已|获|收购|签|涨|跌|收|召回|申购|计划|上市|预计|实现|完成|中标|回应|否认|报告|在|于|正|被|遭)"
)


def find_anaphors(view: TextView, links: Sequence[Linked], sentences: Sequence[Sentence]) -> list[Anaphor]:
    """Return the words that point back to a company, fund or index of the text before them, in text order.

    Notes
    -----
    公司 and 本公司 go to the salient company: the subject of the sentence before, else the first company of the text. 该公司, 该股, 其
    and 对方 go to a company of the same or the last sentence. 前者 and 后者 go to the first and second of the last pair; 双方 stands for both
    (two anaphors at one place).
    """
    text = view.text
    firms = [link for link in links if link.type == "company" and not link.optional]
    places = [link.found.start for link in firms]
    starts = [view.position(sentence.span.start) for sentence in sentences]
    things = {"fund": [link for link in links if link.type == "etf"], "index": [link for link in links if link.type == "index"]}
    spans = sorted((link.found.start, link.found.end) for link in links)
    begins = [start for start, _ in spans]
    header = _header(view, firms)
    found: list[Anaphor] = []
    couple: tuple[int, Linked | None] | None = None
    for hit in _WORD.finditer(text):
        at, end, kind = hit.start(), hit.end(), _KIND_OF[hit.group()]
        end = at + 2 if hit.group() in _COUNTED else end  # what follows 两家 only shows that it counts
        near = bisect_left(begins, end)
        if near and spans[near - 1][1] > at and not (kind == "that" and spans[near - 1] == (at + 1, end)):
            continue  # the firm inside 该券商 is its sector's word
        if kind == "firm" and (not _FIRM_BEFORE.search(text[max(0, at - 4) : at]) or _FIRM_AFTER.match(text[end : end + 3])):
            continue
        if kind == "its" and (_ITS_BEFORE.search(text[max(0, at - 1) : at]) or _ITS_AFTER.match(text[end : end + 1])):
            continue
        if kind in {"fund", "index"}:
            rows = things[kind]
            number = bisect_left(rows, at, key=lambda link: link.found.start)
            if number:
                found.append(Anaphor(start=at, end=end, antecedent=rows[number - 1]))
            continue
        if kind == "other" and text[max(0, at - 2) : at] == "交易":
            continue
        if header is not None and kind in {"self", "firm"}:
            found.append(Anaphor(start=at, end=end, antecedent=header))
            continue
        funds = things["fund"]
        if kind in {"former", "latter", "pair"} and _OF_FUNDS.match(text, end):
            # 前者跟踪…指数, 后者重仓…: only funds do that.
            two = _distinct(funds[max(0, (last := bisect_left(funds, at, key=lambda link: link.found.start)) - 6) : last])[-2:]
            if len({link.entity for link in two if link.entity}) == 2:
                found.extend(
                    Anaphor(start=at, end=end, antecedent=link) for link in (two if kind == "pair" else two[:1] if kind == "former" else two[1:])
                )
                continue
        number = bisect_left(places, at)
        known = firms[max(0, number - _MEMORY) : number]
        if not known:
            continue
        sentence = starts[max(0, bisect_left(starts, at + 1) - 1)] if starts else 0
        targets = _house(view, known, sentence) if hit.group() in _HOUSES else _targets(view, kind, known, sentence, starts, at)
        if kind == "former" and targets:
            named = _distinct(known)
            couple = (len(known), named[-1] if named[-1] is not targets[0] else None)
        elif kind == "latter" and couple is not None and couple[1] is not None and couple[0] == len(known):
            # 前者…；后者…: no name since, so it is the other of the same two.
            targets = [couple[1]]
        found.extend(Anaphor(start=at, end=end, antecedent=link) for link in targets)
    return found


_HEADER_BEFORE = re.compile(r"(?:证券简称|股票简称|公司简称|证券名称|上市公司):$")
_HEADER_AFTER = re.compile(r"(?:\([^()]{0,20}\))?(?:互动易|:关于|:\d{4}年|(?:董秘)?(?:在|于)?(?:投资者)?(?:互动平台|互动易|关系活动))")


def _header(view: TextView, firms: Sequence[Linked]) -> Linked | None:
    """Return the company that an announcement or an answer to investors speaks for: 证券简称：阳光电源, （先导智能 互动易）.

    A company that only answers somewhere in a text on another speaks for no more than its own sentence.
    """
    for number, link in enumerate(firms):
        start, end = link.found.start, link.found.end
        if _HEADER_BEFORE.search(view.text, max(0, start - 6), start):
            return link
        leads = number == 0 or all(other.entity == link.entity for other in firms[:number])
        if _HEADER_AFTER.match(view.text, end) and (leads or view.text[start - 1 : start] == "("):
            return link
    return None


def _targets(view: TextView, kind: str, known: list[Linked], sentence: int, starts: Sequence[int], at: int) -> list[Linked]:
    inside = [link for link in known if link.found.start >= sentence]
    number = bisect_left(starts, sentence)
    last = starts[number - 1] if number else 0
    previous = [link for link in known if last <= link.found.start < sentence]
    pair = _distinct(inside) if len(_distinct(inside)) >= 2 else _distinct([*previous, *inside])
    if kind == "former":
        return pair[-2:-1] if len(pair) >= 2 else []
    if kind == "latter":
        return pair[-1:] if len(pair) >= 2 else []
    if kind == "pair":
        return pair[-2:] if len(pair) >= 2 else []
    if kind == "other":
        # 对方 is the other one: of the pair, not the subject.
        return pair[1:2] if len(pair) == 2 else pair[-1:] if len(pair) > 2 else []
    if kind in {"self", "firm"}:
        return [_salient(view, known, inside, previous)]
    if kind == "its":
        rows = inside or previous
        return [_subject(view, rows) or _unowned(view, rows)[-1]] if rows else known[-1:]
    inside, previous = _spoken_of(view, _not_acting(view, inside, at)), _spoken_of(view, previous)
    if inside:
        return inside[-1:]
    return [_subject(view, previous) or _unowned(view, previous)[0]] if previous else _spoken_of(view, known)[-1:]


_HOUSES = frozenset({"该行", "该券商", "该机构", "该投行"})
_NEWS_OF_ITS_OWN = 3
"""Names back to which 该行 looks for a bank or broker."""
_BANK = re.compile(r"银|行|渣打|农商|恒生|东亚|信贷")
_RATES = re.compile(
    r"(?:\([^()]{0,20}\))?[^,，。;]{0,6}?(?:上调|下调|维持|重申|首予|首次覆盖|给予|发表|研报|报告|看好|看淡|认为|指出|预计|表示|称|分析师|将|把|恢复|调[高低升降])"
)


def _house(view: TextView, known: Sequence[Linked], sentence: int) -> list[Linked]:
    """Return the bank or broker last named, in this sentence first; none where none was."""
    houses = [link for link in known[-_NEWS_OF_ITS_OWN:] if OPINION_HOUSE.search(view.text, link.found.start, link.found.end)]
    here = [link for link in houses if link.found.start >= sentence]
    return (here or houses)[-1:] or [link for link in known[-1:] if _BANK.search(view.text, link.found.start, link.found.end)]


_SAYING = re.compile(r"(?:称|表示|认为|指出|透露|强调|指|说)$")


def _not_acting(view: TextView, inside: list[Linked], at: int) -> list[Linked]:
    """Return the links without those of the word's own clause, which act on it there: 台积电、三星电子均为该公司客户."""
    clause = max(view.text.rfind(mark, 0, at) for mark in ",:;") + 1
    return inside if _SAYING.search(view.text, clause, at) else [link for link in inside if link.found.start < clause]


def _spoken_of(view: TextView, links: list[Linked]) -> list[Linked]:
    """Return the links without houses that speak of others, where others are left: 高盛上调该公司目标价."""
    rest = [
        link for link in links if not (OPINION_HOUSE.search(view.text, link.found.start, link.found.end) and _RATES.match(view.text, link.found.end))
    ]
    return rest or [link for link in links if not _RATES.match(view.text, link.found.end)]


_OWNS = re.compile(r"(?:\([^()]{0,20}\))?(?:的|旗下)")


def _unowned(view: TextView, links: list[Linked]) -> list[Linked]:
    """Return the links without mere owners, where others are left: 引望是华为旗下公司."""
    return [link for link in links if not _OWNS.match(view.text, link.found.end)] or links


def _distinct(links: Sequence[Linked]) -> list[Linked]:
    seen: dict[str, Linked] = {}
    for link in links:
        seen.setdefault(link.entity or f"{link.found.start}", link)
    return list(seen.values())


def _subject(view: TextView, links: Sequence[Linked]) -> Linked | None:
    for link in links:
        if _SUBJECT_AFTER.match(view.text, link.found.end) and not _OWNS.match(view.text, link.found.end):
            return link
    return None


_SPEAKS = re.compile(
    r"(?:\([^()]{0,30}\))?[^,，。;；\n]{0,14}?(?:表示|称|澄清|认为|透露|强调|坦言|解释|指出|回应|否认|回复|答复|公告|披露|说)[^\u4e00-\u9fff]{0,2}"
)


def _speaker(view: TextView, inside: Sequence[Linked]) -> Linked | None:
    """Return the company of this sentence that speaks last, be it by one of its people; a house that speaks of others is none."""
    for link in reversed(inside):
        if _SPEAKS.match(view.text, link.found.end) and not _OWNS.match(view.text, link.found.end):
            house = OPINION_HOUSE.search(view.text, link.found.start, link.found.end)
            return link if not house or _OWN_WORD.match(view.text, link.found.end) else None
    return None


_OWN_WORD = re.compile(r"(?:\([^()]{0,30}\))?[^,，。;；]{0,6}?(?:董事|行长|高管|管理层|公告|披露|澄清|否认|回应|回复|答复|董秘|证券部)")
"""A house that speaks so speaks of itself."""


def _leading(view: TextView, inside: Sequence[Linked]) -> Linked | None:
    """Return the company that its sentence begins with, be it alone there and no owner: 用友网络仍亏损，公司称…."""
    if len({link.entity for link in inside}) != 1 or view.text[inside[0].found.start - 1 : inside[0].found.start] not in {"", "\n", "。", ";"}:
        return None
    return (
        None
        if _OWNS.match(view.text, inside[0].found.end) or OPINION_HOUSE.search(view.text, inside[0].found.start, inside[0].found.end)
        else inside[0]
    )


_PRICE_ONLY = re.compile(r"(?:\([^()]{0,30}\))?(?:股价|盘中|早盘|午后|收盘|尾盘|今日|当日|昨日)?[^,，。;；]{0,4}?(?:[涨跌升]|跳水|拉升|走强|走弱)")


def _salient(view: TextView, known: Sequence[Linked], inside: Sequence[Linked], previous: Sequence[Linked]) -> Linked:
    """Return the company the text is about here: the subject of this sentence or the last, else the most named one so far, the earlier among equals."""
    subject = _speaker(view, inside) or _subject(view, _spoken_of(view, list(inside))) or _leading(view, inside)
    if subject is None:
        before = _subject(view, _spoken_of(view, list(previous)))
        # 新奥能源股价涨3%。公司预计…: who only moved is not who the text is about, where its first sentence names another.
        lead = known[0] if known[0].found.start == 0 else None
        subject = lead if before is not None and lead is not None and _PRICE_ONLY.match(view.text, before.found.end) else before
    if subject is not None:
        return subject
    known = _spoken_of(view, list(known)) or known
    counts: dict[str, int] = {}
    for link in known:
        counts[link.entity or ""] = counts.get(link.entity or "", 0) + 1
    return max(known, key=lambda link: (counts[link.entity or ""], -link.found.start))
