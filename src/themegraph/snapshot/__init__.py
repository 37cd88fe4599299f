"""Array format of the graph: reader, builder, writer."""
