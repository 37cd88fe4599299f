"""The store of record (RDF), stories, belief, and compiling the snapshot."""
