"""The full-screen browser: the only home of textual.

Uses Catalog and the formats, nothing below them. `run` starts it; `view` and `pages` know nothing of
screens.
"""
