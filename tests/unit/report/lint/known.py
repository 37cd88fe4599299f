"""A small world to lint against."""

from datetime import date

from themegraph.model import Entity, EntityId, Fund, Holding, Listing, Name, ReferenceData, WeightTable
from themegraph.report.lint import ReferenceKnowledge, SourceText


def _entity(identifier, kind, label, *names):
    return Entity(id=EntityId(identifier), type=kind, label=label, names=tuple(Name(text=n, kind="short", source="test") for n in names))


def _fund(code, name, manager, index, index_name, *names, kind="equity"):
    return Fund(
        id=EntityId(f"etf:{code}"), code=code, name=name, names=tuple(Name(text=n, kind="former", source="test") for n in names), manager=manager,
        index=EntityId(index) if index else None, index_name=index_name, kind=kind, leverage=1.0, fee=None, as_of=date(2026, 7, 2), source="test",
    )  # fmt: skip


def _listing(code, name):
    return Listing(
        id=EntityId(f"share:{code}"),
        issuer=EntityId(f"company:{code}"),
        code=code,
        name=name,
        exchange="X",
        primary=True,
        listed_on=None,
        source="test",
    )


DATA = ReferenceData(
    entities=(
        _entity("company:688795.SH", "company", "摩尔线程"),
        _entity("company:300750.SZ", "company", "宁德时代"),
        _entity("company:688411.SH", "company", "海博思创"),
        _entity("company:688256.SH", "company", "寒武纪"),
        _entity("company:300251.SZ", "company", "光线传媒"),
        _entity("company:601336.SH", "company", "新华保险"),
        _entity("index:SPX", "index", "标普500指数", "标普500"),
        _entity("index:930713.CSI", "index", "中证人工智能主题指数"),
        _entity("index:930851.CSI", "index", "中证云计算与大数据主题指数"),
        _entity("index:931469.CSI", "index", "中证云计算50指数"),
    ),
    listings=(
        _listing("688795.SH", "摩尔线程-U"), _listing("300750.SZ", "宁德时代"), _listing("688411.SH", "海博思创"), _listing("688256.SH", "寒武纪"),
        _listing("300251.SZ", "光线传媒"), _listing("601336.SH", "新华保险"),
    ),
    funds=(
        _fund("515070.SH", "人工智能ETF华夏", "华夏基金", "index:930713.CSI", "中证人工智能主题指数", "人工智能AIETF"),
        _fund("516630.SH", "云计算ETF华夏", "华夏基金", "index:930851.CSI", "中证云计算与大数据主题指数", "云计算50ETF"),
        _fund("512660.SH", "军工ETF国泰", "国泰基金", "", "", "军工ETF"),
        _fund("159996.SZ", "家电ETF国泰", "国泰基金", "", "", "家电ETF"),
        _fund("159995.SZ", "芯片ETF华夏", "华夏基金", "", "", "芯片ETF"),
    ),
    tables=(
        WeightTable(
            id="t", fund=EntityId("etf:515070.SH"), index=None, basis="index_weight", coverage="top", n_total=50, sorted=True, as_of=date(2025, 4, 1),
            known_at=date(2025, 4, 2), source="test",
            holdings=(Holding(security=EntityId("share:688256.SH"), issuer=EntityId("company:688256.SH"), name="寒武纪", weight=0.072),),
        ),
    ),
    memberships=(),
    statements=(),
)  # fmt: skip


def _text(n, title, day, body):
    return SourceText(id=f"article:{n}", title=title, source="样例通讯", published=day, content=f"{title}\n{body}", story=f"story:{n}")


ARTICLES = (
    _text(
        1,
        "美股季节性",
        date(2025, 12, 19),
        "自1928年以来，标普500指数在12月最后两周录得上涨的年份占75%，平均涨幅为1.3%。过去33周中有32周，散户是看涨期权的净买入方，创下纪录。",
    ),
    _text(2, "储能大单", date(2025, 11, 13), "次日开盘后，海博思创一度涨超14%，收涨9.8%，储能板块整体走强。宁德时代微跌0.4%。"),
    _text(3, "春节档票房", date(2026, 2, 24), "2月24日节后首个交易日，光线传媒跌11.7%。"),
    _text(4, "保险三季报", date(2025, 10, 31), "前三季度，新华保险实现归母净利润328.57亿元，同比增长58.9%，增速居前。"),
    _text(5, "摩尔线程上市", date(2025, 12, 6), "摩尔线程（688795.SH）12月5日登陆科创板，发行价为每股114.28元。"),
)


def knowledge():
    return ReferenceKnowledge(DATA, articles=ARTICLES)
