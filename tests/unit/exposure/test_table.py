"""The table of numbers: every one sourced, replaceable, refused with a clear message when it cannot be used."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from themegraph.errors import InputError
from themegraph.exposure import ExposureQuestion, default_table, expose, load_table

TEXT = (files("themegraph.exposure") / "propagation.toml").read_text(encoding="utf-8")


def write(tmp_path, old, new):
    assert old in TEXT
    path = tmp_path / "propagation.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    return path


def test_a_copy_reads_as_the_default(tmp_path):
    path = write(tmp_path, "0.60", "0.60")
    assert (load_table(path).lam == default_table().lam).all()
    assert load_table(path).name == str(path)


def test_a_replaced_coefficient_is_used(tmp_path, world):
    a, b = world.company("A"), world.company("B")
    world.edge(a, b, "own_up", q=0.5)
    event = world.event((a, 1))
    path = write(
        tmp_path,
        '[lambda.price]\nsource = "prior"\nup = 0.0\ndown = -0.40\ncomp = 0.30\nown_up = 0.80',
        '[lambda.price]\nsource = "ours, 2025"\nup = 0.0\ndown = -0.40\ncomp = 0.30\nown_up = 0.40',
    )
    answer = expose(world.build(), ExposureQuestion(events=(event,), as_of=world_day(), draws=0), load_table(path))
    assert next(i.impact for i in answer.impacts if i.id == "company:B.SH") == pytest.approx(0.4 * 0.4 * 0.5)


def world_day():
    from datetime import date

    return date(2025, 6, 2)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("lambda_max = { value = 0.6,", "lambda_max = { value = 3.0,", r"limits.lambda_max.value must be a number in \[1e-09, 1\]; found 3.0"),
        ('source = "prior" }      # bound', 'source = "" }      # bound', "lambda_max.source must be a source"),
        ("mu = { price = 1.0 }", "mu = { price = 0.7 }", "mu must be shares .* sum to 1"),
        ("mu = { price = 1.0 }", "mu = { prize = 1.0 }", "mu must be shares"),
        ("up = { value = 0.10, low = 0.02, high = 0.30", "up = { value = 0.10, low = 0.20, high = 0.30", "low <= value <= high"),
        ("[lambda.demand]", "[lambda.demnd]", r"section \[lambda.demand\] is missing. Did you mean demnd"),
        ('format = "themegraph/propagation/1"', 'format = "2"', "format must be"),
        ("[event.other]", "[event.others]", "entry for other"),
        ("[limits]", "[limits", "cannot be read"),
        ("'theme:.+'", "'theme:('", "regular expressions"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_the_place(tmp_path, old, new, message):
    with pytest.raises(InputError, match=message):
        load_table(write(tmp_path, old, new))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="nowhere"):
        load_table(tmp_path / "nowhere.toml")


def test_every_section_of_the_shipped_table_says_where_its_numbers_come_from():
    for block in re.split(r"\n(?=\[)", TEXT)[1:]:
        assert "source" in block, block.splitlines()[0]
