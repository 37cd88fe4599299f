"""A text made ready for reading: sentences, words, clauses, cues of doubt, days and numbers."""
