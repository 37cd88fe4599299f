"""Print a calibration as plain text."""

from __future__ import annotations

from themegraph.calibrate.answers import Calibration, Interval, WindowResult

__all__ = ["render_calibration"]


def _interval(found: Interval | None) -> str:
    return "—" if found is None else f"{found.mean:+.4f} [{found.lo:+.4f}, {found.hi:+.4f}]"


def _window(result: WindowResult) -> list[str]:
    first, last = result.window
    sample = (
        f"{result.event_days} event days ({result.independent_days} independent), {result.indices} indices, {result.pairs} pairs"
        f"{f', {result.first_day} … {result.last_day}' if result.first_day else ''}"
    )
    lines = ["", f"== window [{first},+{last}]: {'已校准' if result.calibrated else '未校准'}", sample]
    if result.refused:
        lines.append(f"refused: {result.refused}")
    elif result.methods:
        lines.append(f"rank IC out of sample (walk-forward), {result.methods[0].days} event days, 95 % interval; lead = exposure minus baseline")
        lines += [f"{m.method:20s} {_interval(m.ic)}" + (f"  lead {_interval(m.lead)}" if m.lead else "") for m in result.methods]
    if result.in_sample_ic is not None:
        lines.append(f"in sample, for comparison only: {result.in_sample_ic:+.4f}")
    if result.deciles:
        lines.append("decile  pairs  share with abnormal return above 0   mean abnormal return")
        for d in result.deciles:
            lines.append(f"{d.decile:6d} {d.pairs:6d}  {d.hit_rate.mean:.3f} [{d.hit_rate.lo:.3f}, {d.hit_rate.hi:.3f}]{d.mean_return:+24.5f}")
    lines.append(f"limit-locked, measured from the first unlocked close: {result.limit_locked}; cut short by a delisting: {result.delisted}")
    if result.left_out:
        lines.append("left out: " + "; ".join(f"{x.reason} {x.pairs}" for x in result.left_out))
    return lines


def render_calibration(report: Calibration) -> str:
    """Return the report as text: the verdict with its period and sample, then a block a window."""
    passed = [w for w in report.windows if w.calibrated]
    head = f"verdict: {report.verdict}"
    for w in passed:
        ic = w.methods[0].ic
        head += f"\n  window [{w.window[0]},+{w.window[1]}], out of sample {w.first_day} … {w.last_day}, {w.methods[0].days} event days, "
        head += f"{w.indices} indices: rank IC {_interval(ic)}"
    lines = [
        head,
        f"funds: {report.funds}, one an index ({report.same_index} more on the same indices); "
        f"benchmarks: {', '.join(f'{m} {c}' for m, c in report.benchmarks) or 'none in the file'}",
        f"market model over {report.estimation} sessions, embargo {report.embargo} sessions; bootstrap {report.draws} draws, seed {report.seed}",
    ]
    if report.days is not None:
        lines.append(f"{report.days} days with events, {report.days_scored} scored; {report.abstained} pairs of fund and day without a score")
    if not report.adjusted:
        lines.append("warning: some closes are not known to be adjusted for dividends")
    for w in report.windows:
        lines += _window(w)
    return "\n".join(lines) + "\n"
