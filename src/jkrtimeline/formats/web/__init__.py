"""The web page's parts: what it is filled with (`entries`, `facts`), and its templates, styles and scripts."""
