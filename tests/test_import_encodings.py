"""Encodings of imported files: the option, and the hint on the likely one."""

import pytest

from jkrtimeline.errors import DataError, UsageError

from .conftest import Run
from .importing import FILES, imported

INPUTS = FILES / "inputs"


@pytest.mark.parametrize(("name", "encoding"), [("15-shift-jis.csv", "cp932"), ("cp949.csv", "cp949")])
def test_hint_names_the_likely_encoding(run: Run, name: str, encoding: str) -> None:
    result = run("import", str(INPUTS / name))
    assert result.code == 3
    assert f"hint: it looks like --encoding {encoding}" in result.err
    assert run("import", str(INPUTS / name), "--encoding", "no-such").code == 2
    assert run("import", str(INPUTS / name), "--encoding", "ascii").code == 3


@pytest.mark.parametrize("encoding", ["no-such", "rot13", "utf-8\udc80"])
def test_unknown_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(UsageError, match="unknown encoding"):
        imported(JAPANESE, encoding=encoding)


WESTERN = "date,titre\n2024-10-03,Réunion à l'Élysée – été à Besançon\n"


JAPANESE = "日付,件名\n2024-10-03,首脳会談が開かれた\n"


@pytest.mark.parametrize(
    ("text", "encoding", "option"),
    [
        (WESTERN, "cp1252", "--encoding cp1252, or cp1250"),
        ("datum,titel\n2024-10-03,Äußerung über Straße und Größe\n", "cp1252", "--encoding cp1252"),
        ("datum,titel\n2024-10-03,Příliš žluťoučký kůň úpěl ďábelské ódy\n", "cp1250", "--encoding cp1250"),
        (JAPANESE, "euc_jp", "--encoding euc_jp"),
        (JAPANESE, "iso2022_jp", "--encoding iso2022_jp"),
        (JAPANESE, "utf-16-le", "--encoding utf-16-le"),
        (JAPANESE, "utf-16-be", "--encoding utf-16-be"),
    ],
)
def test_likely_encodings(text: str, encoding: str, option: str) -> None:
    data = text.encode(encoding)
    with pytest.raises(DataError) as caught:
        imported(data)
    assert caught.value.hint == f"it looks like {option}"
    assert len(imported(data, encoding=encoding).events) == 1


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings(encoding: str) -> None:
    text = "date,title\n2024-10-03,x\n"
    assert len(imported(f"\ufeff{text}".encode(encoding)).events) == 1
    with pytest.raises(DataError) as caught:
        imported(text.encode(encoding))
    assert caught.value.hint.endswith(f"--encoding {encoding}")
