"""Search: from typed words to ranked matches. Knows nothing of tables."""
