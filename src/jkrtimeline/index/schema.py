"""The tables of the index and their version. The index is derived and disposable: a change here
raises VERSION, and every older file is built anew."""

from ..words import SEARCH_FIELDS

APPLICATION_ID = 0x6A6B7274
"""`jkrt`: marks an SQLite file as ours (PRAGMA application_id)."""

VERSION = 6
"""Of the tables and of what is in them (PRAGMA user_version)."""

NO_START, NO_END = 0, 10_000_000
"""Day numbers (date.toordinal) where an event's start or end is open or unknown."""

WEIGHTS = {"title": 4.0, "actor": 0.5, "theme": 0.5, "place": 0.3, "summary": 0.2, "source": 0.1}
"""How much a word counts in the rank (BM25), by where it stands. Small, because BM25 levels large
frequencies: with tens instead of tenths the title would hardly matter."""

BOOST = 0.05
"""What each step of importance adds to the score: among near equals the weightier event comes first."""

OPENING, CLOSING = "\x02", "\x03"
"""What highlight() sets around a matched word; index_text leaves no control character in a text."""

EVENT = """
-- n counts in the order of time; begun is the last day on which it can have begun; json is the public
-- shape, ready to print; crc is the CRC-32 of the text before it, here and below: SQLite itself does not
-- see a damaged text
CREATE TABLE event (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, first INTEGER NOT NULL, last INTEGER NOT NULL,
    begun INTEGER NOT NULL, importance INTEGER NOT NULL, status TEXT NOT NULL, json TEXT NOT NULL,
    crc INTEGER NOT NULL);
"""
FOLLOW = "CREATE TABLE follow (earlier TEXT, later TEXT, PRIMARY KEY (earlier, later)) WITHOUT ROWID;"
EVENT_FIRST = "CREATE INDEX event_first ON event (first, last);"
EVENT_BEGUN = "CREATE INDEX event_begun ON event (first, begun, last, importance);"
"""For counting: all of an event that is asked then, but for its tags."""
TAG_EVENT = "CREATE INDEX tag_event ON tag (n, kind);"
"""For counting: the tags of an event."""

SCHEMA = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL, crc INTEGER NOT NULL) WITHOUT ROWID;
-- actors stand with all whom they belong to
CREATE TABLE tag (kind TEXT, id TEXT, n INTEGER, PRIMARY KEY (kind, id, n)) WITHOUT ROWID;
CREATE TABLE entry (
    kind TEXT, place INTEGER, id TEXT NOT NULL, json TEXT NOT NULL, crc INTEGER NOT NULL,
    PRIMARY KEY (kind, place)) WITHOUT ROWID;
CREATE TABLE name (kind TEXT, folded TEXT, id TEXT, PRIMARY KEY (kind, folded, id)) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5 ({", ".join(SEARCH_FIELDS)}, tokenize = 'porter unicode61 remove_diacritics 2');
-- the words as they are written, for prefixes and suggestions: stems cannot tell them
CREATE VIRTUAL TABLE spelling USING fts5 (
    text, content = '', detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (spelling, row);
"""
