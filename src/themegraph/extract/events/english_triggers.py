"""The English words that tell of an event: the lighter path beside :mod:`themegraph.extract.events.trigger_table`."""

from __future__ import annotations

from themegraph.extract.events.trigger_table import Rule

__all__ = ["ENGLISH"]

_METRIC = r"revenue|profit|earnings|sales|net income|income|loss|margin|deliveries"


ENGLISH_STATEMENTS = ("denied", "denies", "untrue", "rejected_reports", "called_the_report", "said_the_report", "dismissed_the_report")


def _rule(kind: str, words: str, **conditions: object) -> Rule:
    return Rule(type=kind, words=tuple(w.replace("_", " ") for w in words.split()), **conditions)  # type: ignore[arg-type]


ENGLISH: tuple[Rule, ...] = (
    _rule(
        "earnings",
        "_rose _fell _jumped _grew _climbed _dropped _declined _surged _slid _plunged _increased _decreased",
        before=rf"(?:{_METRIC})[^,.]{{0,30}}$",
    ),
    _rule(
        "earnings",
        "reported_a net_profit_of net_loss_of revenue_of posted_a swung_to_a beat_estimates missed_estimates topped_estimates",
        around=_METRIC,
    ),
    _rule(
        "earnings",
        "_sold sales_of exceeded",
        after=r"\d[\d,.]*(?: million)? (?:vehicles|cars|units|trucks|evs|aircraft|jets|tonnes|phones)|\d{2,3},\d{3}",
        not_before="plans|expects|will|aims|target",
    ),
    _rule(
        "guidance",
        "raised_its_forecast cut_its_forecast forecast_revenue raised_guidance cut_guidance raised_its_guidance guided_above guided_below guided expects_quarterly expects_full-year it_expects _expects_ lowered_its_guidance lowered_guidance guidance expects_revenue",
        around=rf"{_METRIC}|guidance|forecast",
        speculative=True,
    ),
    _rule(
        "price_change",
        "raise_prices raised_prices raising_prices price_increase price_hike contract_prices price_rise cut_prices price_cut higher_prices",
    ),
    _rule(
        "price_change",
        "_rose _fell _jumped _climbed _dropped _surged _slid _plunged _gained _topped _hit_a_record",
        sense=0,
        before=r"(?:gold|silver|oil|crude|brent|wti|copper|lithium|futures|prices?|aluminium|aluminum|nickel|iron ore|coal|gas)[^,.]{0,24}$",
    ),
    _rule(
        "market_move",
        "shares_rose shares_jumped shares_surged shares_climbed shares_gained stock_rose stock_jumped _jumped _surged _soared _rallied _climbed _gained _rose shares_up _added _advanced _was_up _were_up _edged_up _ticked_up _bucked_the_trend _closed_higher",
        sense=1,
        around=r"\d%|\d percent|shares|stock|points?|record|trend",
        not_after=r"jobs|workers|subscribers|employees",
        not_before=rf"(?:{_METRIC}|exports?|imports?|output|production|demand|inventor|yields?)[^,.]{{0,40}}$",
    ),
    _rule(
        "market_move",
        "shares_fell shares_dropped shares_slid shares_plunged shares_tumbled _fell _dropped _slid _plunged _tumbled _slumped _sank shares_down _declined _lost _slipped _shed _eased _was_down _were_down _edged_down _down _closed_lower",
        sense=-1,
        around=r"\d%|\d percent|shares|stock|points?",
        not_following=" (?:to (?:earth|business)|from a year|year)",
        not_after=r"jobs|workers|subscribers|employees",
        not_before=rf"(?:{_METRIC}|exports?|imports?|output|production|demand|inventor|yields?)[^,.]{{0,40}}$",
    ),
    _rule(
        "m&a",
        "_acquire acquired acquires acquisition_of takeover_of buyout_of merger_with merge_with _take_over to_buy agreed_to_buy bought_a_stake",
        not_following="d",
    ),
    _rule(
        "contract/order",
        "signed_for won_a_contract won_an_order placed_an_order ordered awarded_a_contract signed_a_contract supply_agreement purchase_agreement order_for to_supply signed_a_deal_to_supply discussed_any_purchase purchase_of",
    ),
    _rule(
        "cooperation",
        "partnership_with partnered_with teamed_up_with collaborate_with collaboration_with joint_venture signed_an_agreement_with licensing_deal license_agreement cooperate_with memorandum_of_understanding",
    ),
    _rule(
        "capacity/expansion",
        "build_a_plant build_a_factory new_plant new_factory expand_capacity expanding_capacity mass_production started_production begin_production halted_production shut_down",
        sense=1,
    ),
    _rule(
        "product_launch",
        "unveiled unveils launched launches _launch_of introduced rolled_out released_a",
        sense=1,
        not_after="investigation|probe|inquiry|review|offer|bid|programme|program",
    ),
    _rule("recall/accident", "recall recalled recalling explosion _fire_at crashed", sense=-1, not_following="(?:ed)? that"),
    _rule("lawsuit/investigation", "sued lawsuit investigation probe_into investigating fined antitrust_case subpoena _probe_", sense=-1),
    _rule(
        "export_control/sanction",
        "banned_sales banned_exports export_controls export_curbs export_ban sanctions entity_list export_licence export_license asked_for_more_detailed blacklisted restricted_exports tariffs",
        sense=-1,
        not_following="(?: experts| lawyers)",
    ),
    _rule("export_control/sanction", "allowed_exports lifted_the_ban eased_export approved_sales approved_exports allow_sales", sense=1),
    _rule(
        "management_change",
        "resigned stepped_down appointed named_as_ceo steps_down succeed_ replaced_as",
        around=r"ceo|chief|chair|president|cfo|director",
    ),
    _rule("shareholding_change", "bought_back buyback share_repurchase raised_its_stake cut_its_stake sold_its_stake sold_shares repurchase"),
    _rule("rating/target", "price_target upgraded downgraded target_price raised_its_target cut_its_target initiated_coverage reiterated"),
    _rule(
        "macro",
        "interest_rates rate_cut rate_hike cut_rates raised_rates lowered_its_benchmark raised_its_benchmark kept_its_base_rate kept_its_benchmark left_its_benchmark held_rates kept_rates base_rate inflation_rose cpi_rose payrolls benchmark_rate quarter_point pause_in further_reductions",
        not_following=" (?:sensitive|expectations)",
    ),
    _rule("financing/ipo", "initial_public_offering _ipo raised_$ raise_$ funding_round convertible_bonds went_public listing_in share_sale"),
    _rule("other", " ".join(ENGLISH_STATEMENTS)),
    _rule(
        "other",
        "_delivered deliveries_of deliveries_exceeded",
        after=r"\d[\d,.]*(?: million)? (?:vehicles|cars|units|trucks|evs|aircraft|jets|tonnes|phones)|\d{2,3},\d{3}",
        not_before="plans|expects|will|aims|target",
    ),
    _rule("other", "shipped exports_to exported", around=r"\d"),
)
