"""The tables of the index and their version. When the program, the table of fields, the tables here or the code of
their rows change, VERSION changes too, and older index files are replaced."""

from pathlib import Path
from zlib import crc32

from .. import __version__
from ..fields import RECORD_TYPES
from ..search.syntax import SEARCH_FIELDS
from ..search.word_lists import IRREGULAR_FILE, RELATED_FILE
from .freshness import checksum

APPLICATION_ID = 0x6A6B7274
"""`jkrt`: marks an SQLite file as ours (PRAGMA application_id)."""

NO_START, NO_END = 0, 10_000_000
"""The day numbers (date.toordinal) of an open or unknown start or end."""

OPENING, CLOSING = "\x02", "\x03"
"""The signs that highlight() puts around a matched word; index_text leaves no control character in a text."""

TAG_FIELD = "tag"
"""The column of the search table with the tags of an event, as words that nobody can type: see tag_word."""

EVERY_COLUMN = (*SEARCH_FIELDS, TAG_FIELD)

BINS = 16
"""The bins of the histogram of a tag: equal parts of the time from the first event to the last. The index holds the
number of events that begin in each bin, and of those that begin in one of a pair of bins, not known which."""

LONG = 31
"""The most days between the first and the last day of an event that is not long. An event that lasts into a day is
either long, or begins at most so many days before."""

HASH_SIZE = 48 << 20
"""Bytes of words that FTS5 collects before it writes a segment: more than those of one statement of the RowWriter. With
its default of a megabyte it writes most words several times."""

_TABLES = f"""
-- json is the public shape, ready to print; crc is the CRC-32 of the text before it, here and below: SQLite
-- itself does not notice a damaged text
CREATE TABLE record (n INTEGER PRIMARY KEY, json TEXT NOT NULL, crc INTEGER NOT NULL);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL, crc INTEGER NOT NULL) WITHOUT ROWID;
-- n counts from 1 in order of time, here, in record and in search; begun is the last day on which the event can
-- have begun; tags are the numbers of its tags
CREATE TABLE event (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, first INTEGER NOT NULL, last INTEGER NOT NULL,
    begun INTEGER NOT NULL, importance INTEGER NOT NULL, tags TEXT NOT NULL);
-- the tags that events are filtered by: actors (with all that they belong to), themes, threads, places, importance
-- and status; of each the number of its events, their first and last day, the first of them (n), and how many begin
-- in each of BINS parts of the time of all events, then in each pair of parts
CREATE TABLE tag (
    number INTEGER PRIMARY KEY, kind TEXT, id TEXT, count INTEGER, first INTEGER, last INTEGER, n INTEGER,
    bins TEXT, UNIQUE (kind, id));
-- how many of all events have each key of a dimension
CREATE TABLE tally (dimension TEXT, key, count INTEGER, UNIQUE (dimension, key));
CREATE TABLE follow (earlier_id TEXT, later_n INTEGER, PRIMARY KEY (earlier_id, later_n)) WITHOUT ROWID;
CREATE TABLE entry (
    kind TEXT, position INTEGER, id TEXT NOT NULL, json TEXT NOT NULL, crc INTEGER NOT NULL,
    PRIMARY KEY (kind, position), UNIQUE (kind, id)) WITHOUT ROWID;
CREATE TABLE name (kind TEXT, folded TEXT, id TEXT, PRIMARY KEY (kind, folded, id)) WITHOUT ROWID;
-- the searched texts are in the records; snippet.indexed takes them from there for highlights
CREATE VIEW shown AS SELECT n, {", ".join(f"indexed(json, '{name}') AS {name}" for name in EVERY_COLUMN)} FROM record;
CREATE VIRTUAL TABLE search USING fts5 (
    {", ".join(EVERY_COLUMN)}, content = 'shown', content_rowid = 'n', prefix = 2,
    tokenize = 'porter unicode61 remove_diacritics 2');
INSERT INTO search (search, rank) VALUES ('hashsize', {HASH_SIZE});
INSERT INTO search (search, rank) VALUES ('automerge', 16);
"""

LEXICON = """
-- the words in full, for prefixes and suggestions: FTS5 holds stems only
CREATE TABLE word (word TEXT PRIMARY KEY) WITHOUT ROWID;
-- words and phrases with variants: irregular forms, synonyms or related words, a JSON array; length is in words
CREATE TABLE variants (number INTEGER PRIMARY KEY, level TEXT, texts TEXT);
CREATE VIRTUAL TABLE phrase USING fts5 (
    text, length UNINDEXED, variant UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2');
"""

LONG_EVENTS = f"CREATE INDEX event_long ON event (first, last) WHERE last - first > {LONG};"


def version_of(*texts: str) -> int:
    """A positive number of 31 bits for the table of fields and other texts: it changes when they do."""
    fields = [
        (record.name, field.name, field.type, field.choices, field.label)
        for record in RECORD_TYPES.values()
        for field in record
    ]
    return crc32(repr((fields, texts)).encode()) & 0x7FFFFFFF


_ROW_MODULES = (
    *(
        "index/build",
        "index/counts",
        "index/gaps",
        "index/lexicon",
        "index/row_writer",
        "index/rows",
        "index/snippet",
        "index/time_order",
    ),
    *("registries", "text/json_text", "text/normalize", "text/spelling"),
)
ROW_SOURCES = (*(Path(__file__).parents[1] / f"{name}.py" for name in _ROW_MODULES), IRREGULAR_FILE, RELATED_FILE)
"""The code and the word lists that make the rows."""

VERSION = version_of(__version__, _TABLES, LEXICON, LONG_EVENTS, *(str(checksum(file)) for file in ROW_SOURCES))
"""The version of the tables, and of the code and the word lists that make their rows (PRAGMA user_version)."""

SCHEMA = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};{_TABLES}{LEXICON}"


def tag_word(number: int | str) -> str:
    """The word for a tag in TAG_FIELD. It begins with a letter of the private use area, which FTS5 takes as part of a
    word, and which no search can contain (search.syntax drops it)."""
    return f"\ue001{number}"
