"""Commands that train and measure the reading."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, cast

import click

from themegraph.cli.common import DAY, Call, failing, note
from themegraph.errors import InputError

__all__ = ["evaluate", "train"]


@click.command("eval")
@click.argument("gold", required=False, type=click.Path(exists=True, file_okay=False))
@click.option(
    "--finre", type=click.Path(exists=True, file_okay=False), help="Folder of FinRE: accuracy, and micro-F1 without unknown, of the pair classifier."
)
@click.option("--split", type=click.Choice(["valid", "test", "train"]), default="valid", show_default=True, help="Which split of FinRE.")
@click.option("--fewfc", type=click.Path(exists=True, file_okay=False), help="Folder of FewFC: event type micro-F1 on a split of our own.")
@click.option("--by", type=click.Choice(["theme", "script"]), help="Also print a line for each theme or script.")
@click.option("--errors", is_flag=True, help="List what was missed and what was invented, article by article.")
@click.option("--only", help="Only these ids of the gold set, separated by commas.")
@click.pass_obj
@failing
def evaluate(call: Call, gold: str | None, finre: str | None, split: str, fewfc: str | None, by: str | None, errors: bool, only: str | None) -> None:
    """Measure the reading on annotated texts: a GOLD folder with articles/ and gold/, FinRE, or FewFC."""
    from themegraph import evaluate as measure
    from themegraph.engine import extract_forms
    from themegraph.ingest.articles import Rejection

    if not (gold or finre or fewfc):
        msg = "Name a gold folder, --finre DIR or --fewfc DIR."
        raise click.UsageError(msg)
    if gold:
        folder = Path(gold)
        if missing := [part for part in ("articles", "gold") if not (folder / part).is_dir()]:
            msg = (
                f"{gold} has no folder {' and no folder '.join(missing)}: wanted articles/ID.json (the texts) and gold/ID.json (their annotations), "
                "and, if names are to be resolved, mapping.json; tests/gold is one."
            )
            raise InputError(msg)
        ids = {i.strip() for i in only.split(",")} if only else None
        files = sorted(p for p in (folder / "articles").glob("*.json") if ids is None or p.stem in ids)
        forms = [f for f in extract_forms(files, kg=call.kg) if not isinstance(f, Rejection)]
        mapping = folder / "mapping.json"
        report = measure.evaluate_gold(
            forms,
            folder / "gold",
            folder / "articles",
            mapping=mapping if mapping.is_file() else None,
            by=cast("Literal['theme', 'script'] | None", by),
            errors=errors,
            only=ids,
        )
        click.echo(measure.render_gold(report))
    if finre:
        click.echo(measure.render_finre(measure.evaluate_finre(Path(finre), split=split)))
    if fewfc:
        click.echo(measure.render_fewfc(measure.evaluate_fewfc(Path(fewfc))))


@click.group()
def train() -> None:
    """Train the weights that ship, from data given by path. Same data, same seed, same bytes."""


@train.command()
@click.option(
    "--finre", required=True, type=click.Path(exists=True, file_okay=False), help="Folder of FinRE (train.txt, valid.txt, relation2id.txt)."
)
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False), help="Folder for weights and model card.")
@click.option("--seed", type=int, default=7, show_default=True, help="Of the machines' shuffling.")
@click.option("--date", "day", type=DAY, help="Day written in the model card. Default: today (UTC).")
@click.pass_obj
@failing
def relations(call: Call, finre: str, output: str, seed: int, day: date | None) -> None:
    """Train the pair classifier."""
    from themegraph.extract.train.relations import train_relations

    Path(output).mkdir(parents=True, exist_ok=True)
    note(str(train_relations(Path(finre), Path(output), seed=seed, trained_on=day or call.run_at.date())))


@train.command()
@click.option("--finre", required=True, type=click.Path(exists=True, file_okay=False), help="Folder of FinRE (train.txt, valid.txt).")
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False), help="Folder for weights and model card.")
@click.option("--date", "day", type=DAY, help="Day written in the model card. Default: today (UTC).")
@click.pass_obj
@failing
def names(call: Call, finre: str, output: str, day: date | None) -> None:
    """Train the tagger of unlisted names."""
    from themegraph.extract.train.names import train_names
    from themegraph.ingest.reference import read_reference
    from themegraph.resources import data_path

    Path(output).mkdir(parents=True, exist_ok=True)
    known = [e.label for e in read_reference(data_path()).entities if e.type == "company"]
    note(str(train_names(Path(finre), Path(output), trained_on=day or call.run_at.date(), names=known)))
