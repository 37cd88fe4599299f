"""A sentence of an article as the report's own: whose it is said outright, connecting words gone, one script, no more than fits.

What is left are the article's clauses in the article's order. Nothing is added but a name that the article itself gives a few words earlier.
"""

from __future__ import annotations

import re
from datetime import date

from themegraph.folding import is_cjk, simplify
from themegraph.report.clauses import clauses

__all__ = ["ANNOUNCES", "is_chinese", "restate", "short"]

_JOINTS = re.compile(
    r"^(?:从报道看|此外|同时|另外|与此同时|据悉|据了解|值得注意的是|相反|尽管如此|与之形成对照的是|另一边厢|具体来看|消息面上|盘面上|不过|而|其中|"
    r"ETF方面|消息公布后|受此(?:带动|影响|刺激|消息影响))，(?:而)?"
)
"""What joins a sentence to the one before it, which is not told."""
_LEAD = re.compile(r"^(?P<by>据)?(?P<who>本公司|该公司|公司|该企业|该股)(?=[^，。])")
_INNER = re.compile(
    r"(?:^(?:[^，；：]{0,16}(?:公告|报告|年报|半年报|季报|财报|文件|材料)?[^，；：]{0,6}(?:称|显示|披露|提示|指出)|截至[^，]{2,12}|[^，]{0,8}[年月日晚间期内]))"
    r"(?P<pause>[，：])(?:公司|该公司)(?![债法章制])"
)
"""公司 behind words that name nobody: 公告称，公司…, 截至2月底，公司…."""
ANNOUNCES = re.compile(r"(?:公告|年报|半年报|季报|财报|业绩预告|招股书|报告书?)(?:还|同时|并)?(?:称|显示|披露|提示)")
"""A sentence of an announcement that does not say whose."""
_THAT = re.compile(r"(?<=[，；、：])(?:该公司|该企业)")
_SAME_DAY = re.compile(
    r"^(?:同日|当日|当天|同一天|今日|今天|昨日|昨天|隔夜|次日|周[一二三四五六日](?:（\d{1,2}日）)?|上周[一二三四五六日])(?P<tail>收市|收盘|早盘|盘中|开盘后|盘后)?，?"
)
_CONDITION = re.compile(r"若|如果|除非|但|不过|惟|然而|前提|尚|并非|不")
"""A clause with such a word changes what the others mean: it is never left out."""
_TIME = re.compile(r"\d+年|年度|年报|季|半年|月|去年|今年|同期|全年|期内|[年月]内|中期")
_PRICE = re.compile(r"股价|盘[前中后]|收[盘市涨跌]|[涨跌]停|开盘")
"""A sentence that also tells a price of the day is not of the accounting period alone."""
_BARE = re.compile(r"^(?:还|并|也|又|则|且|亦|均|仍)(?=[\u4e00-\u9fff])")


def is_chinese(text: str) -> bool:
    """Return whether a text is Chinese, if with foreign names in it: at least a fifth of its characters."""
    letters = [c for c in text if not c.isspace()]
    return bool(letters) and 5 * sum(is_cjk(c) for c in letters) >= len(letters)


def _mended(text: str) -> str:
    """Return the text without an opening bracket or quotation mark whose partner was cut off."""
    for opened, closed in ("“”", "「」", "（）", "《》"):
        if text.count(opened) != text.count(closed):
            text = text.replace(opened, "").replace(closed, "")
    return text


def short(text: str, limit: int, *, who: str = "") -> str:
    """Return at most ``limit`` characters: whole clauses, those with numbers first, in their order.

    A clause that makes a condition or an exception is kept with the others, or the text stands whole. ``who`` stands at the head if the
    clauses that remain do not name it.
    """
    flat = text.rstrip("，,；;：:。！!")
    if len(flat) <= limit:
        return flat
    spans = clauses(flat)
    pieces = [flat[a:b] for a, b in spans]
    if len(pieces) == 1 or any(_CONDITION.search(p) for p in pieces[1:]):
        return flat
    best: tuple[tuple[float, int], str] | None = None
    for first in range(len(pieces)):
        for last in range(first, len(pieces)):
            run = "".join(pieces[first : last + 1]).rstrip("，,；;：:。")
            if first and not who:
                break
            if first and who not in run:
                run = who + _BARE.sub("", run)
            if len(run) > limit:
                break
            key = (len(re.findall(r"\d+(?:\.\d+)?", run)) + len(run) / 40 + (1.5 if not first else 0.0), -first)
            if best is None or key > best[0]:
                best = (key, run)
    # A long list without a comma in it: the clause before it says nothing alone.
    return _mended(best[1]) if best and 3 * len(best[1]) >= min(limit, len(flat)) else flat


def restate(text: str, *, subject: str, when: date | None, period: str = "", limit: int = 90) -> str:
    """Return a sentence as the report tells it, without its full stop.

    Parameters
    ----------
    text
        The article's sentence.
    subject
        Whom 公司 means there; empty where that is not known, or where the sentence itself names whom it means.
    when
        The day it tells of, which then stands in place of 当日 or 周五; ``None``: those words are left as they are.
    period
        The year or quarter that its event covers; it stands before a sentence that names no time. Empty: unknown.
    limit
        Characters; only a sentence that cannot be cut without harm is longer.
    """
    said = simplify(" ".join(text.split())).replace("「", "“").replace("」", "”").replace("『", "‘").replace("』", "’").rstrip("。！!；; ")
    if not is_chinese(said):
        return said
    said = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "，", said)
    said = _JOINTS.sub("", said)
    if when is not None and (found := _SAME_DAY.match(said)) and len(said) > found.end() + 4:
        said = f"{when.month}月{when.day}日{found['tail'] or ''}，{said[found.end() :]}"
    if subject:
        said = _LEAD.sub(lambda m: f"{m['by'] or ''}{subject}", said, count=1)
        said = subject + said if ANNOUNCES.match(said) else said
        said = _THAT.sub(subject, said, count=1) if subject not in said else said
        if subject not in said:
            said = _INNER.sub(lambda m: f"{m[0][: m.start('pause') - m.start() + 1]}{subject}", said, count=1)
    if period and not _TIME.search(said) and not _PRICE.search(said):
        said = f"{period}，{said}"
    return short(said, limit, who=subject)
