"""iShares files."""

from datetime import date

from themegraph.ingest.holdings import read_holdings

HEADER = "Ticker,Name,Sector,Asset Class,Market Value,Weight (%),Notional Value,Shares,Price,Location,Exchange,Currency,FX Rate,Market Currency"
RY = '"RY","ROYAL BANK OF CANADA","Financials","Equity","2,652,727,561.33","57.79","2,652,727,561.33","9,288,587.00","285.59","Canada","Toronto Stock Exchange","CAD","1.00","CAD"'
TD = '"TD","TORONTO DOMINION","Financials","Equity","1,829,165,776.20","42.37","1,829,165,776.20","11,106,046.00","164.70","Canada","Toronto Stock Exchange","CAD","1.00","CAD"'
CASH = '"CAD","CAD CASH","Cash and/or Derivatives","Cash","-1,000.00","-0.16","-1,000.00","-1,000.00","100.00","Canada","-","CAD","1.00","CAD"'
END = '\xa0\n"The content contained herein is owned or licensed by the issuer, and more words, and more."\n'


def canada(*rows, header=HEADER):
    return '\ufeffFund Holdings as of,"Sep 9, 2026"\n\xa0\n' + "\n".join([header, *rows]) + "\n" + END


def line(ticker, name, weight, exchange, currency="USD", asset="Equity"):
    return f'"{ticker}","{name}","-","{asset}","1.00","{weight}","1.00","1.00","1.00","-","{exchange}","{currency}","1.00","{currency}"'


def test_equity_links_and_negative_cash_is_kept_as_cash(save, resolver):
    found = read_holdings(save("xic.csv", canada(RY, TD, CASH)), resolver=resolver, fund="XIC.TO")
    (table,) = found.tables
    assert [(h.security, h.issuer, round(h.weight, 4)) for h in table.holdings] == [
        ("share:RY.TO", "company:RY.TO", 0.5779),
        ("share:TD.TO", "company:TD.TO", 0.4237),
        ("cash:CAD", None, -0.0016),
    ]
    assert (table.basis, table.coverage, table.n_total, table.as_of, table.known_at) == (
        "fund_disclosed",
        "full",
        3,
        date(2026, 9, 9),
        date(2026, 9, 10),
    )
    assert found.formats == (("xic.csv", "ishares"),)
    assert not found.notes


def test_the_american_preamble_quantity_column_and_day_first_date_are_read(save, resolver):
    text = (
        'iShares Core S&P 500 ETF\nFund Holdings as of,"19-Jun-2026"\nInception Date,"May 15, 2000"\nShares Outstanding,"1,000.00"\nStock,"-"\n\xa0\n'
    )
    rows = [line("NVDA", "NVIDIA CORP", "60.0", "NASDAQ"), line("AAPL", "APPLE INC", "40.0", "NASDAQ")]
    text += HEADER.replace("Shares", "Quantity") + ",Accrual Date\n" + "".join(f'{r},"-"\n' for r in rows) + END
    found = read_holdings(save("ivv.csv", text), resolver=resolver, fund="IVV")
    (table,) = found.tables
    assert table.as_of == date(2026, 6, 19)
    assert table.known_at == date(2026, 6, 22)
    assert [h.issuer for h in table.holdings] == ["company:NVDA.US", "company:AAPL.US"]


def test_a_hong_kong_ticker_gets_its_zeros_back(save, resolver):
    rows = [line("700", "TENCENT HOLDINGS LTD", "100.0", "Hong Kong Exchanges And Clearing Ltd", "HKD")]
    assert read_holdings(save("a.csv", canada(*rows)), resolver=resolver, fund="IVV").tables[0].holdings[0].issuer == "company:0700.HK"


def test_the_paris_share_ai_is_not_the_american_one(save, resolver):
    rows = [
        line("AI", "LAIR LIQUIDE SA", "60.0", "Nyse Euronext - Euronext Paris", "EUR"),
        line("AI", "C3 AI INC CLASS A", "40.0", "New York Stock Exchange Inc."),
    ]
    table = read_holdings(save("a.csv", canada(*rows)), resolver=resolver, fund="IVV").tables[0]
    assert [(h.security, h.issuer) for h in table.holdings] == [("share:AI.PA", None), ("share:AI.US", "company:AI.US")]


def test_a_ticker_on_an_exchange_we_do_not_know_stays_unlinked(save, resolver):
    rows = [line("NVDA", "NVDA SOMEWHERE", "100.0", "Bolsa De Madrid", "EUR")]
    assert read_holdings(save("a.csv", canada(*rows)), resolver=resolver, fund="IVV").tables[0].holdings[0].issuer is None


def test_the_class_of_a_share_survives_its_space(save, resolver):
    rows = [line("BRK B", "BERKSHIRE HATHAWAY INC CLASS B", "100.0", "New York Stock Exchange Inc.")]
    assert read_holdings(save("a.csv", canada(*rows)), resolver=resolver, fund="IVV").tables[0].holdings[0].security == "share:BRK.B.US"


def test_without_the_fund_code_the_file_is_refused_with_what_to_give(save, resolver):
    found = read_holdings(save("a.csv", canada(RY, TD, CASH)), resolver=resolver)
    assert [q.reason for q in found.quarantined] == ["no-fund"]


def test_decimal_commas_are_read_where_only_they_fit(save, resolver):
    rows = [
        f'{t};{n};F;Equity;"1.829.165,20";{w};1,00;1,00;1,00;Canada;Toronto Stock Exchange;CAD;1,00;CAD'
        for t, n, w in (("RY", "ROYAL BANK", "57,7"), ("TD", "TORONTO", "42,3"))
    ]
    text = 'Fund Holdings as of;"Sep 9, 2026"\n' + HEADER.replace(",", ";") + "\n" + "\n".join(rows) + "\n"
    table = read_holdings(save("a.csv", text), resolver=resolver, fund="XIC.TO").tables[0]
    assert [round(h.weight, 6) for h in table.holdings] == [0.577, 0.423]
