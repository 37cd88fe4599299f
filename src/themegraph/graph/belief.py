"""The table of errors of the belief formula, as the ontology gives it; the formula itself stands in :mod:`themegraph.snapshot.belief`."""

from __future__ import annotations

from themegraph.ontology import Ontology
from themegraph.snapshot.belief import SourceError

__all__ = ["error_table", "modality_weights"]


def error_table(ontology: Ontology) -> dict[str, SourceError]:
    """Return source class → its systematic and random error; priors, to be replaced by editing the ontology."""
    return {name: SourceError(syst=c.systematic, rand=c.random) for name, c in ontology.source_classes.items()}


def modality_weights(ontology: Ontology) -> dict[str, float]:
    """Return modality → what is left of a voice that says a thing in this way; priors."""
    return {name: term.certainty for name, term in ontology.modalities.items()}
