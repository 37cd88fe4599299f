"""Answers written down: pictures, theme reports, and what reports are checked against."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from themegraph.engine.questions import Questions
from themegraph.engine.workspace import ANSWERS, REPORTS
from themegraph.errors import ModelUnusable, QuestionError, UnknownFormat, WorkspaceError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from themegraph.calibrate import Calibration
    from themegraph.render.page import Drawing
    from themegraph.report.document import Report
    from themegraph.report.lint import LintKnowledge

__all__ = ["Outputs"]


class Outputs(Questions):
    """Pictures and reports of what the graph answers."""

    def draw(
        self,
        query: str,
        output: Path,
        *,
        as_of: date,
        known_at: datetime | None = None,
        weights_as_of: date | None = None,
        top: int = 20,
        hops: int = 2,
        kind: str = "graph",
        etf: str = "",
    ) -> None:
        """Write a picture of an event that loads nothing from the network.

        Parameters
        ----------
        output
            ``.html`` for a page; for all kinds but ``graph`` also ``.svg``, or ``.png`` drawn by a Chromium found on PATH.
        kind
            ``graph``, ``flow``, ``timeline``, ``matrix`` or ``card``.
        etf
            The fund of a ``card``; empty: the one that stands first.

        Raises
        ------
        QuestionError
            If no event fits the question, the kind cannot be written in that form, or a PNG is asked for without a browser; no file is written then.
        """
        from themegraph.render.network import drawing_height, network_html
        from themegraph.render.page import drawing_html, to_png
        from themegraph.render.picture import picture_of

        if not output.parent.is_dir():
            msg = f"The folder {output.parent} does not exist; {output.name} was not written."
            raise WorkspaceError(msg)
        form = output.suffix.lower()
        allowed = (".html", ".png") if kind == "graph" else (".svg", ".html", ".png")
        if form not in allowed:
            msg = f"A picture of kind {kind} is written as {', '.join(allowed)}, not {form or 'a file without an ending'!r}."
            raise UnknownFormat(msg)
        if kind == "graph":
            answer = self.exposure(query, as_of=as_of, known_at=known_at, weights_as_of=weights_as_of, top=top, hops=hops)
            if not answer.events:
                raise QuestionError(_nothing_to_draw(query, as_of))
            picture = picture_of(answer)
            page = network_html(picture)
            if form == ".png":
                # The whole drawing below the head of the page: nobody scrolls a PNG.
                _write_bytes(output, to_png(page, width=1400, height=max(1000, drawing_height(picture) + 120)))
            else:
                _write_text(output, page)
            return
        drawing = self._drawing(query, kind, etf, as_of=as_of, known_at=known_at, weights_as_of=weights_as_of, top=top, hops=hops)
        if form == ".svg":
            _write_text(output, drawing.svg)
        elif form == ".html":
            _write_text(output, drawing_html(drawing))
        else:
            _write_bytes(output, to_png(drawing_html(drawing), width=drawing.width + 40, height=drawing.height + 24))

    def _drawing(
        self, query: str, kind: str, etf: str, *, as_of: date, known_at: datetime | None, weights_as_of: date | None, top: int, hops: int
    ) -> Drawing:
        """Return a static picture of an event."""
        from themegraph.render.card import draw_card
        from themegraph.render.flow import draw_flow
        from themegraph.render.matrix import draw_matrix
        from themegraph.render.timeline import draw_timeline

        if kind in {"timeline", "matrix"}:
            rows = self.events(query, as_of=as_of, known_at=known_at, top=30 if kind == "timeline" else 9, quotes=1).rows
            if not rows:
                raise QuestionError(_nothing_to_draw(query, as_of))
            if kind == "timeline":
                return draw_timeline(query, rows)
            answers = [self.exposure(r.id, as_of=as_of, known_at=known_at, weights_as_of=weights_as_of, top=top, hops=hops) for r in rows]
            return draw_matrix(query, answers)
        if kind == "card" and etf:
            return draw_card(self.explain(query, etf, as_of=as_of, known_at=known_at, weights_as_of=weights_as_of, hops=hops))
        answer = self.exposure(query, as_of=as_of, known_at=known_at, weights_as_of=weights_as_of, top=top, hops=hops)
        if not answer.events:
            raise QuestionError(_nothing_to_draw(query, as_of))
        if kind == "flow":
            return draw_flow(answer)
        if kind != "card":
            msg = f"No picture of kind {kind!r}; there are graph, flow, timeline, matrix, card.{nearest(kind, ('graph', 'flow', 'timeline', 'matrix', 'card'))}"
            raise QuestionError(msg)
        if not answer.rows:
            msg = f"No fund with usable weights is reached by {query!r} as of {as_of}; name one with etf."
            raise QuestionError(msg)
        return draw_card(self.explain(query, answer.rows[0].etf.code, as_of=as_of, known_at=known_at, weights_as_of=weights_as_of, hops=hops))

    def report(
        self,
        theme: str,
        *,
        as_of: date,
        known_at: datetime | None = None,
        window: int = 3,
        lang: str = "zh",
        form: str = "md",
        rephrased: bool = False,
    ) -> str:
        """Return the theme report of a day: a Jekyll post (``md``), ``json`` with the facts behind every sentence, or a page (``html``).

        Parameters
        ----------
        rephrased
            Let the language model of the settings say its sentences in other words; each that does not say the same stays as it was.

        Raises
        ------
        UnknownEntity
            If there is no such theme; the message names the nearest.
        QuestionError
            For a language or form that is not there.
        WorkspaceError, ModelUnusable
            If the sentences are to be rephrased and the settings name no model, or it does not answer.
        """
        from themegraph.report.document import write_report

        report = self._report(theme, as_of, known_at, window, lang)
        return write_report(self._rephrased(report) if rephrased else report, form=form)

    def _rephrased(self, report: Report) -> Report:
        import msgspec

        from themegraph.chat import Chat, chat_endpoint_of
        from themegraph.report.rephrase import INSTRUCTIONS, NewWords, rephrase

        where = str(self.path / "themegraph.toml")
        if "model" not in self._settings:
            raise WorkspaceError(f"{where} has no table [model], which says what model rephrases; docs/how-to/language-model.md shows one.")
        chat = Chat(chat_endpoint_of(self._settings["model"], where=where), self.path / ANSWERS)

        def say(text: str) -> str:
            given = msgspec.json.encode({"sentence": text}).decode()
            try:
                return chat.ask(NewWords, instructions=INSTRUCTIONS[report.lang], given=given, about=REPORTS).sentence
            except ModelUnusable as problem:
                if not problem.answered:
                    raise
                return ""

        return rephrase(report, say=say, extractor=self.extractor, by=chat.endpoint.name).report

    def report_diff(
        self, theme: str, before: date, after: date, *, known_at: datetime | None = None, window: int = 3, lang: str = "zh", form: str = "md"
    ) -> str:
        """Return what is new, gone and changed between the theme's reports of two days.

        Raises
        ------
        UnknownEntity
            If there is no such theme; the message names the nearest.
        """
        from themegraph.report.diff import diff_reports
        from themegraph.report.document import write_report

        first, second = (self._report(theme, d, known_at, window, lang) for d in (before, after))
        return write_report(diff_reports(first, second), form=form)

    def _report(self, theme: str, as_of: date, known_at: datetime | None, window: int, lang: str) -> Report:
        from themegraph.report.material import theme_material
        from themegraph.report.theme import PUBLIC_WEIGHTS, theme_report

        facts, numbers = self._ask(as_of, known_at)
        material = theme_material(facts, theme, window=window, **numbers)
        return theme_report(material, lang=lang, public_weights=int(self._settings.get("public_weights", PUBLIC_WEIGHTS)))

    def calibrate(
        self,
        prices: Path,
        *,
        as_of: date,
        known_at: datetime | None = None,
        since: date | None = None,
        draws: int = 2000,
        seed: int = 7,
        progress: Callable[[str], None] = lambda _: None,
    ) -> Calibration:
        """Return what daily prices say about the exposures of past event days, each worked out from what was public on its day.

        Parameters
        ----------
        prices
            A CSV or Parquet file of daily closes, or a folder of them, benchmarks included.
        as_of
            The last event day.
        since
            The first event day; ``None``: the first there is.
        draws, seed
            Of the bootstrap.
        progress
            Called with each event day.

        Raises
        ------
        InputError
            If the prices cannot be read, or lack a column.
        """
        from dataclasses import replace

        from themegraph import calibrate as room

        table = room.read_price_table(prices)
        facts, numbers = self._ask(as_of, known_at)
        past = room.past_scores(facts.snapshot, table, as_of=as_of, known_at=known_at, since=since, progress=progress, **numbers)
        found = room.calibrate(past.methods, past.funds, table, draws=draws, seed=seed)
        return replace(found, as_of=as_of, known_at=known_at, days=past.days, days_scored=past.scored_days, abstained=past.abstained)

    def lint_knowledge(self, *, as_of: date | None = None, known_at: datetime | None = None) -> LintKnowledge:
        """Return what this workspace knows, for checking reports with :func:`themegraph.report.lint.lint_text`."""
        from themegraph.report.lint import SnapshotKnowledge

        return SnapshotKnowledge(self.snapshot_at(known_at), self._contents(), as_of=as_of, known_at=known_at)


def _nothing_to_draw(query: str, as_of: date) -> str:
    return f"No event public by {as_of} fits {query!r}; nothing was drawn. themegraph events lists those that are there."


def _write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    _write_bytes(path, text.encode("utf-8"))


def _write_bytes(path: Path, content: bytes) -> None:
    if not path.parent.is_dir():
        msg = f"The folder {path.parent} does not exist; {path.name} was not written."
        raise WorkspaceError(msg)
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
