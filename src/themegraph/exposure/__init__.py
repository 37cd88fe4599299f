"""Snapshot to impacts, walks, attribution and exposure: pure arithmetic."""
