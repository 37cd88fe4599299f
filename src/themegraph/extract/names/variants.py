"""Write a registered name in the other ways that texts write it: without listing marks, without legal form, in Hong Kong and Taiwan terms.

Every function takes and returns folded names (:func:`themegraph.folding.fold_name`): simplified, half width, lower case.
"""

from __future__ import annotations

import re

__all__ = ["HOUSES", "company_variants", "english_variants", "fund_variants", "regional_variants", "strip_listing_marks"]

_MARK_FRONT = re.compile(r"^(?:\*?st|s\*?st|sst|xd|xr|dr|s|n|c)(?=[\u4e00-\u9fff]{2,})")
_MARK_BACK = re.compile(r"(?:-(?:u|w|sw|uw|wd|ud|b|p|s|r|sb|xd|d|新|h股)|(?<=[\u4e00-\u9fff])[ab]|\(退\)|退|股份[ah]|[ah]股)$")
_LEGAL = re.compile(r"(?:\(集团\))?(?:股份)?(?:有限责任公司|有限公司|有限合伙|公司)$|\(集团\)$")
_TAIL = re.compile(r"(?:集团)?(?:股份|控股|集团)$")

# Mainland term -> term used in Taiwan or Hong Kong, both in simplified characters as folding leaves them (資訊 -> 资讯).
_REGIONAL: tuple[tuple[str, str], ...] = (
    ("信息", "资讯"),
    ("软件", "软体"),
    ("硬件", "硬体"),
    ("网络", "网路"),
    ("互联网", "网际网路"),
    ("芯片", "晶片"),
    ("激光", "雷射"),
    ("硅", "矽"),
    ("集成电路", "积体电路"),
    ("数码", "数位"),
    ("智能", "智慧"),
    ("打印", "列印"),
    ("存储", "储存"),
    ("硬盘", "硬碟"),
    ("视频", "视讯"),
    ("宽带", "宽频"),
    ("机器人", "机械人"),
    ("新能源汽车", "新能源车"),
    ("纳米", "奈米"),
    ("光电", "光电"),
    ("程序", "程式"),
    ("数据", "资料"),
    ("人工智能", "人工智慧"),
    ("生物科技", "生技"),
    ("公司债", "公司债券"),
)

_ENGLISH_TAIL = re.compile(
    r"[,.]?\s*\b(?:incorporated|inc|corporation|corp|company|co|limited|ltd|plc|holdings?|hldgs?|group|s\.?a\.?|n\.?v\.?|a\.?g\.?|se|llc|l\.?p\.?|ord|"
    r"class [a-c]|cl [a-c]|cla|series [a-c]|adr|ads|sponsored adr|the|com|reit|trust|bhd|kk|spa|ab|asa|oyj)\.?$"
)
_ENGLISH_FIELD = re.compile(
    r"\s+(?:technology|technologies|international|industries|industrial|pharmaceuticals?|systems|electronics|semiconductor|communications)$"
)

HOUSES: tuple[str, ...] = (
    "华夏", "易方达", "南方", "嘉实", "博时", "广发", "华泰柏瑞", "国泰", "富国", "汇添富", "招商", "银华", "华安", "华宝", "鹏华", "天弘", "工银瑞信", "工银", "建信",
    "大成", "国联安", "国联", "平安", "万家", "永赢", "景顺长城", "景顺", "中欧", "摩根", "泰康", "兴业", "兴银", "民生加银", "方正富邦", "海富通", "浦银安盛", "浦银",
    "西部利得", "东财", "中银证券", "中银", "交银", "农银", "国寿安保", "国寿", "新华", "申万菱信", "长盛", "融通", "诺安", "泰信", "前海开源", "中金", "中信保诚",
    "中信建投", "华富", "华商", "银河", "长城", "财通", "国投瑞银", "国投", "上银", "百嘉", "太平", "贝莱德", "安信", "创金合信", "东吴", "红土创新", "红土", "恒生",
    "浙商", "中加", "圆信永丰", "光大保德信", "光大", "鑫元", "中融", "泓德", "财富", "添富", "沪深300", "华泰", "中航", "国金", "弘毅远方", "苏新", "湘财", "东兴",
)  # fmt: skip
"""Fund houses as they stand in fund names; longer ones before the shorter ones they begin with."""

_HOUSE_BACK = re.compile(rf"^(?P<base>.*etf(?:基金)?)(?P<house>{'|'.join(sorted(HOUSES, key=lambda h: (-len(h), h)))})(?:基金)?$")
_HOUSE_FRONT = re.compile(rf"^(?P<house>{'|'.join(sorted(HOUSES, key=lambda h: (-len(h), h)))})(?:基金)?(?P<base>.*etf(?:基金)?)$")


def strip_listing_marks(name: str) -> str:
    """Return the name without marks of its listing: ST, *ST, XD, -U, -W, A …

    Examples
    --------
    >>> strip_listing_marks("摩尔线程-u"), strip_listing_marks("*st闻泰"), strip_listing_marks("万科a")
    ('摩尔线程', '闻泰', '万科')
    """
    short = _MARK_BACK.sub("", _MARK_FRONT.sub("", name))
    return short if len(short) >= 2 else name


def regional_variants(name: str) -> tuple[str, ...]:
    """Return the name in the other region's terms, both ways; empty if no term stands in it.

    Examples
    --------
    >>> regional_variants("海光信息")
    ('海光资讯',)
    """
    forms = [name]
    for mainland, other in _REGIONAL:
        for form in list(forms):
            for old, new in ((mainland, other), (other, mainland)):
                if old in form and old not in new and (changed := form.replace(old, new)) not in forms and len(forms) < 6:
                    forms.append(changed)
    return tuple(forms[1:])


def company_variants(name: str, kind: str) -> tuple[str, ...]:
    """Return further forms of a Chinese company name, most faithful first, without the name itself.

    Parameters
    ----------
    name
        Folded.
    kind
        Kind of the name in the registry: full names lose their legal form, short names their listing marks and 股份, 控股, 集团.

    Examples
    --------
    >>> company_variants("腾讯控股", "short")
    ('腾讯',)
    >>> company_variants("北京君正集成电路股份有限公司", "full")
    ('北京君正集成电路', '北京君正积体电路股份有限公司', '北京君正积体电路')
    """
    forms: list[str] = []
    bare = strip_listing_marks(name)
    if bare != name:
        if "st" in name[:3]:
            forms.extend((f"st{bare}", f"*st{bare}"))  # the star comes and goes
        forms.append(bare)
    if kind in {"full", "former"} and (short := _LEGAL.sub("", bare)) != bare and len(short) >= 4:
        forms.append(short)
        flat = short.replace("(", "").replace(")", "")
        if flat != short:
            forms.append(flat)
    elif kind != "full" and (short := _TAIL.sub("", bare)) != bare and len(short) >= 2:
        forms.append(short)
    for form in [name, *forms]:
        forms.extend(regional_variants(form))
    return tuple(dict.fromkeys(f for f in forms if f != name))


def english_variants(name: str) -> tuple[str, ...]:
    """Return an English company name without its legal form, and without a trailing field word where two words remain.

    Examples
    --------
    >>> english_variants("nvidia corp"), english_variants("alphabet inc class a")
    (('nvidia',), ('alphabet',))
    """
    forms: list[str] = []
    bare = name.replace(",", " ").replace("  ", " ").strip()
    while (shorter := _ENGLISH_TAIL.sub("", bare).strip(" ,.&")) != bare and len(shorter) >= 2:
        bare = shorter
    bare = bare.removeprefix("the ").removesuffix(".com")
    if bare != name and len(bare) >= 2:
        forms.append(bare)
    field = _ENGLISH_FIELD.sub("", bare)
    if field != bare and " " in field:
        forms.append(field)
    return tuple(forms)


def fund_variants(name: str) -> tuple[tuple[str, str], ...]:
    """Return (form, kind) of an ETF's further names: house before or after, and the bare nickname that other funds may share.

    Examples
    --------
    >>> fund_variants("酒etf鹏华")
    (('鹏华酒etf', 'variant'), ('酒etf', 'nickname'))
    """
    forms: list[tuple[str, str]] = []
    found = _HOUSE_BACK.match(name) or _HOUSE_FRONT.match(name)
    if found:
        base, house = found["base"], found["house"]
        if len(base) > 3:
            forms.extend((form, "variant") for form in (house + base, base + house) if form != name)
            forms.append((base, "nickname"))
    for form, kind in [(name, "variant"), *forms]:
        forms.extend((other, kind) for other in regional_variants(form))
    return tuple(dict.fromkeys(f for f in forms if f[0] != name))
