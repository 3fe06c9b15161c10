"""The index: whole events in one SQLite file. The only room that knows its tables."""
