"""The parts of the web page: its contents (`entries`, `search_facts`), templates, styles and scripts."""
