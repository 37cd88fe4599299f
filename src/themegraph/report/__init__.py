"""Theme reports from answers."""
