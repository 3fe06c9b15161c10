"""The full-screen browser: the only home of textual.

Builds on Catalog and the formats. Browser in `browser` runs it; `view` does not use textual.
"""
