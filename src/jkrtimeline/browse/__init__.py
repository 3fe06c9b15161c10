"""The full-screen browser: the only home of textual.

Builds on Catalog and the formats. Browser in `browser` runs it; `view` and `pages` do not use textual.
"""
