"""Theme reports from answers."""

from themegraph.report.theme import ThemeMaterial, write_theme_report

__all__ = ["ThemeMaterial", "write_theme_report"]
