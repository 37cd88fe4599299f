"""Events: triggers found, cast, dated, told once; whom the text says they help or hurt."""
