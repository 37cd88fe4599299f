"""Relations: names as slots, rules over what stands between them, lists, the trained pair classifier."""
