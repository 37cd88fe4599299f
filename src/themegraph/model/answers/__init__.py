"""Answers as they are published: what ``--format json`` writes is these values, field by field.

Weights and exposures are fractions, not percent. Unknown is ``None``, never 0. Days are ISO dates, instants ISO 8601 with offset.
Each family of answers has its module, and a command loads only those it gives: making the classes costs a good part of its start.
"""
