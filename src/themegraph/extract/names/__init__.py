"""Names: found, linked to the registry, followed through the words that point back."""
