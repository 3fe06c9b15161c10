"""Words against a real FTS5 table: what a text is found by, and where the words stand in it."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jkrtimeline.errors import UsageError
from jkrtimeline.index.connection import write_meta
from jkrtimeline.index.lexicon import StoredLexicon, write_lexicon
from jkrtimeline.index.schema import LEXICON
from jkrtimeline.search.match import to_match
from jkrtimeline.search.syntax import MAX_PREFIXES, MAX_TERMS, SEARCH_FIELDS, Search, Term, parse_search
from jkrtimeline.text.normalize import ZWSP, fold, highlight_spans, index_text

OPENING, CLOSING = "\x02", "\x03"


class Table:
    """An FTS5 table as the index has it, with a row a text in its column `title`."""

    def __init__(self, *texts: str, field: str = "title", synonyms: Sequence[Sequence[str]] = ()) -> None:
        self.connection = sqlite3.connect(":memory:")
        columns = ", ".join(SEARCH_FIELDS)
        options = "tokenize = 'porter unicode61 remove_diacritics 2'"
        self.connection.execute(f"CREATE VIRTUAL TABLE search USING fts5 ({columns}, {options})")
        self.connection.executemany(f"INSERT INTO search ({field}) VALUES (?)", [(index_text(text),) for text in texts])
        self.connection.executescript(LEXICON)
        write_lexicon(self.connection, [[fold(phrase) for phrase in row] for row in synonyms])
        words = {(word,) for text in texts for word in fold(text).split()}
        self.connection.executemany("INSERT INTO word VALUES (?)", words)
        self.connection.execute("CREATE TABLE meta (key, value, crc)")
        write_meta(self.connection, {"synonyms": json.dumps(synonyms)})
        self.lexicon = StoredLexicon(self.connection)

    def close(self) -> None:
        self.connection.close()

    def match(self, terms: Sequence[Term]) -> set[int]:
        return self._rows(to_match(Search((tuple(terms),)), self.lexicon)[0])

    def _rows(self, match: str) -> set[int]:
        sql = "SELECT rowid FROM search WHERE search MATCH ?"
        return {row for (row,) in self.connection.execute(sql, (match,))}

    def find(self, text: str) -> set[int]:
        """The rows that a search finds, counted from 1."""
        search = parse_search(text)
        rows = {row for (row,) in self.connection.execute("SELECT rowid FROM search")} if not search.empty else set()
        positive, negative = to_match(search, self.lexicon)
        if positive:
            rows &= self._rows(positive)
        return rows - self._rows(negative) if negative else rows


def finds(words: str, text: str) -> bool:
    with closing(Table(text)) as table:
        return table.find(words) == {1}


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        ("Yoon and Kishida", "Yoon and Kishida"), ("石破茂", "石|破|茂"), ("日韓 首脳", "日|韓 首|脳"),
        ("Ishiba石破", "Ishiba|石|破"), ("ＴＲＵＭＰ", "TRUMP"), ("한일", "한|일"), ("\u1112\u1161\u11ab", "한"),
        ("ﾄﾞﾙ", "ド|ル"), ("a\x02b\u200bc", "a b c"), ("", ""),
    ],
)  # fmt: skip
def test_chinese_japanese_and_korean_letters_are_separated(text: str, indexed: str) -> None:
    assert index_text(text) == indexed.replace("|", ZWSP)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("New tariffs, old tariffs", "tariff", ["tariffs", "tariffs"]),
        ("Ｔｒｕｍｐ　meets Ishiba", "trump", ["Ｔｒｕｍｐ"]),
        ("Ｔｒｕｍｐ　meets Ishiba", "ishiba", ["Ishiba"]),
        ("cafe\u0301 in Se\u0301oul", "seoul", ["Se\u0301oul"]),
        ("\u1112\u1161\u11ab\u110b\u1175\u11af 회담", "일", ["\u110b\u1175\u11af"]),
        ("\u1112\u1161\u11ab\u110b\u1175\u11af 회담", "회담", ["회담"]),
        ("日韓首脳会談で石破首相が", "石破", ["石破"]),
        ("日韓首脳会談で石破首相が", "首脳会談", ["首脳会談"]),
        ("ﾄﾗﾝﾌﾟ大統領", "トランプ", ["ﾄﾗﾝﾌﾟ"]),
        ("ﾄﾗﾝﾌﾟ大統領", "大統領", ["大統領"]),
        ("㈱日立 and ½ of it", "日立", ["日立"]),
        ("㍿日立", "株式会社", ["㍿"]),
        ("㍿日立", "株式", ["㍿"]),
        ("𠮷野家 opens", "opens", ["opens"]),
        ("ﬁnal oﬃce", "office", ["oﬃce"]),
    ],
)
def test_highlights_are_at_the_words_of_the_original_text(text: str, words: str, expected: list[str]) -> None:
    with closing(Table(text)) as table:
        ((term,),) = parse_search(words).groups
        sql = "SELECT highlight(search, 0, ?, ?) FROM search WHERE search MATCH ?"
        match, _ = to_match(Search(((term,),)), table.lexicon)
        ((highlighted,),) = table.connection.execute(sql, (OPENING, CLOSING, match)).fetchall()
    assert [text[start:end] for start, end in highlight_spans(highlighted, text, OPENING, CLOSING)] == expected


LETTERS = st.text(
    st.sampled_from("aé e\u0301\u0308ｶﾞ가\u1112\u1161\u11ab石破㍿㈱ﬁ½Ａが\u3099ßİ…\u200b\n𠮷"), max_size=10
)


@settings(max_examples=200, deadline=None)
@given(LETTERS, st.data())
def test_a_mark_is_never_empty_nor_outside_the_text(text: str, data: st.DataObject) -> None:
    indexed = index_text(text)
    start = data.draw(st.integers(0, len(indexed)))
    end = data.draw(st.integers(start, len(indexed)))
    highlighted = indexed[:start] + OPENING + indexed[start:end] + CLOSING + indexed[end:]
    ((low, high),) = highlight_spans(highlighted, text, OPENING, CLOSING)
    assert 0 <= low <= high <= len(text)
    assert low < high or not indexed[start:end].strip(ZWSP)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("tariff", "New tariffs"), ("tariffs", "A tariff"), ("talking", "They talked"), ("seoul", "Séoul"),
        ("séoul", "SEOUL"), ("south-korea", "South Korea"), ("south korea", "South-Korea"), ("yoon's", "Yoon meets"),
        ("yoon", "Yoon's visit"), ("韓", "日韓関係"), ("日韓", "日韓関係"), ("韓関", "日韓関係"), ("한일", "한일회담"),
        ("일회", "한일회담"), ("石破", "Ishiba石破Shigeru"), ("ishiba", "Ishiba石破Shigeru"), ("ドル", "ﾄﾞﾙ高"),
        ("한", "\u1112\u1161\u11ab국"), ('"two words"', "of two words"), ("tar*", "New tariffs"),
        ("İstanbul", "İstanbul talks"), ("istanbul", "İstanbul talks"), ("title:tariff", "New tariffs"),
        ("Росси́я", "Россия"), ("Россия", "Росси́я"), ("mobilis*", "A mobilization"), ("organiz*", "An organisation"),
        ("oﬃce", "The office"), ("x²", "x2"),
    ],
)  # fmt: skip
def test_a_word_matches(words: str, text: str) -> None:
    assert finds(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("関韓", "日韓関係"), ('"words two"', "of two words"), ("korea-south", "South Korea"),
        ("-tariff", "New tariffs"), ("tar", "New tariffs"), ("source:tariff", "New tariffs"),
        ("tariff sado", "New tariffs"), ("sado* OR quay", "New tariffs"),
    ],
)  # fmt: skip
def test_a_word_that_does_not_occur_does_not_match(words: str, text: str) -> None:
    assert not finds(words, text)


SPELLINGS = (
    "labor labour|labors labours|laborers labourers|defense defence|defenses defences|offense offence|"
    "license licence|color colour|favor favour|favorite favourite|honor honour|neighbor neighbour|"
    "neighboring neighbouring|harbor harbour|armored armoured|behavior behaviour|rumor rumour|endeavor endeavour|"
    "organize organise|organization organisation|mobilization mobilisation|normalization normalisation|"
    "recognize recognise|apologized apologised|criticizing criticising|analyze analyse|paralyzed paralysed|"
    "center centre|centers centres|theater theatre|meter metre|kilometers kilometres|liter litre|fiber fibre|"
    "program programme|programs programmes|dialog dialogue|catalog catalogue|aluminum aluminium|traveler traveller|"
    "canceled cancelled|labeled labelled|signaling signalling|fueled fuelled|modeling modelling|counselor counsellor|"
    "judgment judgement|enrollment enrolment|fulfill fulfil|skillful skilful|gray grey|check cheque|tire tyre|"
    "plow plough|skeptical sceptical|maneuver manoeuvre|maneuvering manoeuvring|aging ageing|artifact artefact|"
    "practice practise"
)


@pytest.fixture(scope="module", params=SPELLINGS.split("|"))
def spelling(request: pytest.FixtureRequest) -> Iterator[list[tuple[str, Table]]]:
    """A word in each spelling, with a text that has it in the other."""
    american, british = request.param.split()
    with closing(Table(f"The {british} ends")) as in_british, closing(Table(f"The {american} ends")) as in_american:
        yield [(american, in_british), (british, in_american)]


@pytest.mark.parametrize("form", ["{}", "{}*", '"the {} ends"', "the {} OR quay", "title:{}", "{}'s"])
def test_american_and_british_spelling_find_each_other(spelling: list[tuple[str, Table]], form: str) -> None:
    for word, table in spelling:
        assert table.find(form.format(word)) == {1}


DIFFERENT = (
    "four for|hour or|hour hor|our or|pour por|tour tor|your yor|flour flor|sour sor|prize prise|size sise|"
    "seize seise|rise rize|metal meter|contour contor|sense sence|science sciense|fence fense|tense tence|"
    "offer offre|water watre|here her|there ther|were wer|pray prey|play plough|fire fyre|skin skill|model modle|"
    "hall hal|will wil|rate rater|colon colour|arm armour|hum humour|fav favour|chess cheque"
)


@pytest.mark.parametrize("pair", DIFFERENT.split("|"))
def test_different_words_do_not_match(pair: str) -> None:
    one, two = pair.split()
    assert not finds(one, f"the {two} ends")
    assert not finds(two, f"the {one} ends")


@pytest.fixture(scope="module")
def table() -> Iterator[Table]:
    rows = [["dokdo", "takeshima", "独島", "독도"], ["tariff", "duty", "levies"], ["sea of japan", "east sea"]]
    texts = ("Takeshima Day", "独島の日", "New duties", "East Sea drill", "A levy", "South Korea", "Labour Party")
    with closing(Table(*texts, synonyms=rows)) as made:
        yield made


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("dokdo", {1, 2}), ("독도", {1, 2}), ("DOKDO -day", {2}), ("tariffs", {3, 5}), ('"sea of japan"', set()),
        ("sea-of-japan", {4}), ('"dokdo"', set()), ("title:dokdo", {1, 2}), ("place:dokdo", set()),
        ("korea OR labor", {6, 7}), ("-day", {2, 3, 4, 5, 6, 7}),
    ],
)  # fmt: skip
def test_synonyms_find_each_other_but_a_phrase_is_literal(table: Table, words: str, rows: set[int]) -> None:
    assert table.find(words) == rows


SYNTAX = st.sampled_from(
    [
        '"',
        "'",
        "-",
        "*",
        "OR",
        "AND",
        "NOT",
        "NEAR(",
        ")",
        ":",
        "title:",
        "^",
        "+",
        "{",
        "}",
        "\\",
        "\0",
        "石",
        "\ud800",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30) | st.lists(SYNTAX | st.text(max_size=3), max_size=10).map(lambda parts: "".join(parts)))
def test_any_text_can_be_searched(table: Table, text: str) -> None:
    table.find(text)
    table.find(" ".join(text))


# Scripts whose case SQLite folds as Python does; its tables are those of an older Unicode.
LATIN = st.characters(min_codepoint=0x30, max_codepoint=0x24F, categories=["Lu", "Ll", "Nd"])
CYRILLIC = st.characters(min_codepoint=0x400, max_codepoint=0x4FF, categories=["Lu", "Ll"])


@settings(max_examples=200, deadline=None)
@given(st.text(LATIN | CYRILLIC | st.sampled_from(" \u0301石破韓한ㅎカが々ーｶﾞＡﬁ"), min_size=1, max_size=8))
def test_a_text_finds_itself(text: str) -> None:
    assert parse_search(text).empty or finds(text, text)


@pytest.mark.parametrize("joint", [" ", " OR ", " -"], ids=["and", "or", "not"])
def test_a_search_has_a_limit_and_a_term_typed_twice_counts_once(joint: str) -> None:
    words = [f"word{number}" for number in range(MAX_TERMS)]
    assert not finds(joint.join(words * 3), "no such thing")
    with pytest.raises(UsageError, match="251 different words"):
        parse_search(joint.join([*words, "one"]))


def test_word_beginnings_have_a_limit_of_their_own() -> None:
    words = [f"w{number}*" for number in range(MAX_PREFIXES)]
    assert len(parse_search(" ".join(words * 100)).groups) == MAX_PREFIXES
    with pytest.raises(UsageError, match="21 word beginnings") as caught:
        parse_search(" OR ".join([*words, "x*"]))
    assert "20" in caught.value.hint
