"""Answers to tables, JSON, Markdown, SVG and HTML."""
