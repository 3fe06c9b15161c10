"""Text: normalization, safe display, spelling and suggestions. Independent of events."""
