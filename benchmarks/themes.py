"""A theme with many articles of three days: invented headlines and sentences about the theme's real members, the same on every run."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta, timezone

from themegraph.ingest.reference import read_reference
from themegraph.model import Article, article_id
from themegraph.resources import data_path

__all__ = ["DAY", "THEME", "pages", "theme_articles"]

THEME = "人工智能"
DAY = date(2026, 8, 20)
_SHANGHAI = timezone(timedelta(hours=8))
_SOURCES = ("某财经日报", "某证券报", "某通讯社", "某市场周刊", "某产业观察", "某电视台", "某门户网", "某研究院")
_HEADLINES = (
    "{a}发布上半年业绩，净利润同比增长{n}%", "{a}中标{m}亿元人工智能算力项目", "{a}与{b}签署人工智能合作协议", "{a}股价午后大涨{n}%", "{a}拟投资{m}亿元扩建人工智能芯片产线",
    "{a}遭股东减持，人工智能业务承压", "{a}推出新一代人工智能训练服务器", "{a}收到监管部门立案告知书", "机构看好人工智能板块，{a}与{b}获关注", "{a}召回部分人工智能终端产品",
)  # fmt: skip
_SENTENCES = (
    "{a}公告，上半年实现营业收入{m}亿元，同比增长{n}%，净利润{k}亿元。", "{a}表示，公司人工智能业务收入占比提升至{n}%。", "{a}已与{b}签署为期三年的采购协议，金额约{m}亿元。",
    "{a}此前披露，第三大股东计划减持不超过{k}%的股份。", "受此消息影响，{a}股价收涨{n}%，{b}跟涨{k}%。", "{a}的人工智能芯片由{b}代工，首批交付{m}万颗。", "分析人士认为，人工智能算力需求仍将增长{n}%左右。",
    "{a}回应称，关于与{b}合并的传闻不实。", "{b}是{a}的主要供应商之一，去年采购额为{m}亿元。", "{a}将投资{m}亿元建设人工智能产业园，预计2027年投产。", "{a}因产品缺陷召回{m}万台设备，预计损失{k}亿元。",
    "{a}上半年研发投入{k}亿元，较上年同期增加{n}%。", "受成本上升影响，{a}毛利率下降{k}个百分点。", "{a}宣布下调人工智能云服务价格{n}%，{b}暂未跟进。", "截至收盘，{a}报每股{m}元，成交额{n}亿元。",
    "{a}8月{d}日发布人工智能大模型，推理成本下降{n}%。", "{b}起诉{a}侵犯其{k}项专利，要求赔偿{m}万元。", "人工智能板块资金净流入{m}亿元，{a}居首。", "{a}获得国家级人工智能专项资金{m}万元。", "市场传闻{a}拟收购{b}，双方均未置评。",
)  # fmt: skip


def _told(draw: random.Random, wording: str, a: str, b: str) -> str:
    return wording.format(a=a, b=b, n=draw.randrange(3, 90), m=draw.randrange(2, 900), k=round(draw.uniform(0.5, 9.5), 1), d=draw.randrange(15, 21))


def theme_articles(count: int, *, seed: int = 7) -> list[Article]:
    """Return so many articles of the theme: few companies have most of the news, and every sixth article is another's reprint."""
    data = read_reference(data_path())
    labels = {e.id: e.label for e in data.entities}
    members = sorted({m.company for m in data.memberships if m.group == f"theme:{THEME}" and m.known_at <= DAY})
    draw = random.Random(seed)
    names = [labels[m] for m in members]
    draw.shuffle(names)
    often = [1 / (1 + rank) for rank in range(len(names))]
    out: list[Article] = []
    while len(out) < count:
        published = datetime(DAY.year, DAY.month, DAY.day, 8, tzinfo=_SHANGHAI) - timedelta(minutes=draw.randrange(2 * 24 * 60))
        if len(out) % 6 == 5:
            told = draw.choice(out)
            title, text = told.title, f"{told.text}\n（转自{told.source}，第{len(out)}稿）"
        else:
            a, b = draw.choices(names, often, k=2)
            title = _told(draw, draw.choice(_HEADLINES), a, b)
            wordings = draw.sample(_SENTENCES, 8)
            text = "\n".join("".join(_told(draw, w, a, b) for w in wordings[i : i + 4]) for i in (0, 4))
        out.append(
            Article(
                id=article_id(title, text), external_id=f"n{len(out)}", title=title, text=text, published_at=published, source=draw.choice(_SOURCES)
            )
        )
    return out


def pages(report: str, found: list[Article], *, number: int, size: int = 1_000) -> str:
    """Return a text of so many pages of ``size`` characters: a report, with articles' words as further sections."""
    parts, length = [report], len(report)
    for article in found:
        if length >= number * size:
            break
        parts.append(f"\n## {article.title}\n\n{article.text}\n")
        length += len(parts[-1])
    return "".join(parts)[: number * size]
