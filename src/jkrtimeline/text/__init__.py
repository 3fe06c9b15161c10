"""Text: normalization, safe display, spelling and suggestions. Knows nothing of events."""
