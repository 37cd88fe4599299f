"""What a workspace answers, each from the snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from themegraph.engine.workspace import Workspace
from themegraph.errors import QuestionError, WorkspaceError

if TYPE_CHECKING:
    from themegraph.model.answers.changes import ChangesAnswer, ConflictsAnswer
    from themegraph.model.answers.directions import CompanyAnswer, CompareAnswer, FundAnswer, WatchAnswer, WhyNotAnswer
    from themegraph.model.answers.entities import EntityAnswer, StatsAnswer
    from themegraph.model.answers.exposures import BeneficiariesAnswer, EventsAnswer, ExplainAnswer, ExposureAnswer
    from themegraph.model.answers.holdings import HoldingsStatusAnswer, OverlapAnswer, PortfolioAnswer, ScreenAnswer

__all__ = ["Questions"]


class Questions(Workspace):
    """Events, exposures and what follows from them."""

    def events(self, query: str = "", *, as_of: date, known_at: datetime | None = None, top: int = 20, quotes: int = 1) -> EventsAnswer:
        """Return the events that fit a question, best first; all of them, latest first, for no question."""
        from themegraph.query.lists import answer_events

        return answer_events(self._facts(as_of, known_at), query, top=top, quotes=quotes)

    def beneficiaries(self, query: str, *, as_of: date, known_at: datetime | None = None, hops: int = 2, top: int = 20) -> BeneficiariesAnswer:
        """Return who gains and who loses by an event."""
        from themegraph.query.exposures import answer_beneficiaries

        facts, numbers = self._ask(as_of, known_at)
        return answer_beneficiaries(facts, query, hops=hops, top=top, **numbers)

    def exposure(
        self, query: str, *, as_of: date, known_at: datetime | None = None, weights_as_of: date | None = None, top: int = 20, hops: int = 2
    ) -> ExposureAnswer:
        """Return which ETFs are exposed to an event, by how much, by which path, on whose word, as of when.

        Parameters
        ----------
        query
            An event id, a company, a code, a theme, or free words over the events.
        as_of
            Only articles published, memberships and weights known by this day are used.
        known_at
            Only what this workspace had learned by then; ``None``: no limit.
        weights_as_of
            Use the weights known by this day instead: a scenario with later data, headed as such.
        top
            How many funds.
        hops
            Longest walk from the event's companies, 1 to 3.

        Raises
        ------
        UnknownEvent
            For an event id that is not there. A question that no event fits gives an answer without rows.
        """
        from themegraph.query.exposures import answer_exposure

        facts, numbers = self._ask(as_of, known_at)
        return answer_exposure(facts, query, weights_as_of=weights_as_of, top=top, hops=hops, **numbers)

    def explain(
        self, query: str, etf: str, *, as_of: date, known_at: datetime | None = None, weights_as_of: date | None = None, hops: int = 2
    ) -> ExplainAnswer:
        """Return the arithmetic of one ETF's exposure to an event.

        Raises
        ------
        UnknownEntity
            If no ETF has that code or name.
        QuestionError
            If no event fits the question.
        """
        from themegraph.query.exposures import answer_explain

        facts, numbers = self._ask(as_of, known_at)
        answer = answer_explain(facts, query, etf, weights_as_of=weights_as_of, hops=hops, **numbers)
        if answer is None:
            msg = f"No event public by {as_of} fits {query!r}. themegraph events lists those that are there."
            raise QuestionError(msg)
        return answer

    def entity(self, name: str, *, as_of: date, known_at: datetime | None = None) -> EntityAnswer:
        """Return what is known of a company, fund, index, theme or other entity.

        Raises
        ------
        UnknownEntity
            If nothing has that id, code or name.
        """
        from themegraph.query.lists import answer_entity

        return answer_entity(self._facts(as_of, known_at), name)

    def whynot(self, query: str, etf: str, *, as_of: date, known_at: datetime | None = None, top: int = 20, hops: int = 2) -> WhyNotAnswer:
        """Return why an ETF is not exposed to an event, or what its place rests on.

        Raises
        ------
        UnknownEntity, UnknownEvent
            If no ETF has that code or name, or no event that id.
        QuestionError
            If no event fits the question.
        """
        from themegraph.query.whynot import answer_whynot

        facts, numbers = self._ask(as_of, known_at)
        return answer_whynot(facts, query, etf, top=top, hops=hops, **numbers)

    def compare(self, query: str, etfs: Iterable[str], *, as_of: date, known_at: datetime | None = None, hops: int = 2) -> CompareAnswer:
        """Return the exposures of some ETFs to an event side by side, also of those that nothing reaches.

        Raises
        ------
        UnknownEntity, UnknownEvent, QuestionError
            As :meth:`whynot`; a fund named twice is an error too.
        """
        from themegraph.query.whynot import answer_compare

        facts, numbers = self._ask(as_of, known_at)
        return answer_compare(facts, query, tuple(etfs), hops=hops, **numbers)

    def etf(self, code: str, *, since: date | None = None, as_of: date, known_at: datetime | None = None, top: int = 20, hops: int = 2) -> FundAnswer:
        """Return which events since a day (30 days back if none is given) touch an ETF, and their combined exposure.

        Raises
        ------
        UnknownEntity
            If no ETF has that code or name.
        """
        from themegraph.query.reverse import answer_fund

        facts, numbers = self._ask(as_of, known_at)
        return answer_fund(facts, code, since=since, top=top, hops=hops, **numbers)

    def company(
        self, name: str, *, since: date | None = None, as_of: date, known_at: datetime | None = None, top: int = 20, hops: int = 2
    ) -> CompanyAnswer:
        """Return the events since a day that name a company or reach it through relations, and the ETFs that hold it.

        Raises
        ------
        UnknownEntity
            If no company has that id, code or name.
        """
        from themegraph.query.reverse import answer_company

        facts, numbers = self._ask(as_of, known_at)
        return answer_company(facts, name, since=since, top=top, hops=hops, **numbers)

    def portfolio(
        self, file: Path, query: str, *, as_of: date, known_at: datetime | None = None, allow_short: bool = False, hops: int = 2
    ) -> PortfolioAnswer:
        """Return what an event means for the holdings of a CSV file, by line and in total, ETFs looked through.

        Raises
        ------
        InputError
            If the file cannot be read as a portfolio; the message names the lines.
        UnknownEvent, QuestionError
            If no event fits the question.
        """
        from themegraph.query.portfolio import answer_portfolio
        from themegraph.query.positions import read_positions

        facts, numbers = self._ask(as_of, known_at)
        return answer_portfolio(facts, read_positions(file, facts.snapshot, allow_short=allow_short), query, hops=hops, **numbers)

    def overlap(self, etfs: Iterable[str], *, as_of: date, known_at: datetime | None = None, top: int = 10) -> OverlapAnswer:
        """Return how much each pair of ETFs holds in common.

        Raises
        ------
        UnknownEntity, QuestionError
            If a name is no ETF, or fewer than two are named.
        """
        from themegraph.query.overlap import answer_overlap

        facts, numbers = self._ask(as_of, known_at)
        return answer_overlap(facts, tuple(etfs), top=top, **numbers)

    def screen(
        self, expression: str, *, event: str = "", as_of: date, known_at: datetime | None = None, top: int = 20, hops: int = 2
    ) -> ScreenAnswer:
        """Return the ETFs that meet an expression such as ``theme=国产GPU and fee<0.5``.

        Raises
        ------
        QuestionError
            If the expression cannot be read (the message shows the place), needs an event, or no event fits.
        UnknownEntity
            If there is no such theme.
        """
        from themegraph.query.screen import answer_screen

        facts, numbers = self._ask(as_of, known_at)
        return answer_screen(facts, expression, event=event, top=top, hops=hops, **numbers)

    def watch(
        self,
        query: str = "",
        *,
        as_of: date,
        known_at: datetime | None = None,
        threshold: float = 0.005,
        reset: bool = False,
        top: int = 20,
        hops: int = 2,
    ) -> WatchAnswer:
        """Return what changed since the last look at a question, and remember this look in the workspace.

        Raises
        ------
        QuestionError
            If the last look was of a later day.
        WorkspaceError
            If the file of last looks cannot be read; ``reset`` begins anew.
        """
        from themegraph.query.watch import answer_watch, read_looks, write_looks

        path = self.path / "watch.json"
        try:
            looks = read_looks(path)
        except WorkspaceError:
            if not reset:
                raise
            looks = {}
        facts, numbers = self._ask(as_of, known_at)
        question = " ".join(query.split())
        answer, look = answer_watch(facts, question, None if reset else looks.get(question), threshold=threshold, top=top, hops=hops, **numbers)
        write_looks(path, {**looks, question: look})
        return answer

    def holdings_status(self, etfs: Iterable[str] = (), *, as_of: date, known_at: datetime | None = None, top: int = 50) -> HoldingsStatusAnswer:
        """Return the weight tables of some ETFs, all of each; without names the one in use for every ETF that has one.

        Raises
        ------
        UnknownEntity
            If a name is no ETF.
        """
        from themegraph.query.holdings import answer_holdings_status

        facts, numbers = self._ask(as_of, known_at)
        return answer_holdings_status(facts, tuple(etfs), top=top, **numbers)

    def conflicts(self, *, as_of: date, known_at: datetime | None = None, quotes: int = 3) -> ConflictsAnswer:
        """Return the claims and events that some sources assert and some deny, with the words of both sides."""
        from themegraph.query.conflicts import find_conflicts

        return find_conflicts(self._facts(as_of, known_at), quotes=quotes)

    def diff(self, query: str, *, first: tuple[date, datetime | None], second: tuple[date, datetime | None], top: int = 20) -> ChangesAnswer:
        """Return what changed in the exposure to an event between two moments, each a day (as_of) and an instant (known_at).

        Beside what differs it says what happened in between to the things in the two answers: what was retracted, named, joined or restored, what was
        read again, by which version of the extractors, and under which ontology.
        """
        from themegraph.graph.history import happened
        from themegraph.model.answers.changes import Change
        from themegraph.query.changes import compare, concerned
        from themegraph.query.exposures import answer_exposure

        answers, events, snapshots = [], [], []
        for as_of, known_at in (first, second):
            facts, numbers = self._ask(as_of, known_at)
            answer = answer_exposure(facts, query, top=top, **numbers)
            answers.append(answer)
            snapshots.append(facts.snapshot)
            rows = {facts.snapshot.text(int(i)): n for n, i in enumerate(facts.snapshot.events.id)}
            events.append({e.id: facts.event_row(rows[e.id], quotes=1_000) for e in answer.events})
        ids, articles = concerned(answers, events, snapshots)
        with self._reading() as store:
            between = happened(
                store, first[1], second[1], concerns=lambda act: any(what in ids for what in act.about), articles=articles, ontology=self.ontology
            )
        causes = [Change(kind=h.kind, id=h.id, label=ids.get(h.id, ""), before=h.before, after=h.after) for h in between]
        return compare(query, *answers, quotes=(events[0], events[1]), causes=causes)

    def stats(self) -> StatsAnswer:
        """Return how much the workspace holds."""
        from themegraph.query.lists import answer_stats

        return answer_stats(self.snapshot)
