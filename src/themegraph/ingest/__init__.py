"""Sources to Article and reference data: files in, values out."""
