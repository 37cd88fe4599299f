"""A knowledge-graph engine from financial news to the ETFs an event touches."""
