"""Training of the shipped weights: commands over data given by path, seeded and reproducible."""
