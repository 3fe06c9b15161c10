"""Search: typed words → ranked matches, without the tables of the index."""
