"""Event files in UTF-16, as PowerShell's `>` writes them."""

import json
from pathlib import Path

import pytest

from jkrtimeline.errors import DataError
from jkrtimeline.eventfile import Input

from .conftest import Run, jkr

YAML = "# é\n\nevents:\n  - {id: a, date: 2024-10-03, title: 石破, sources: [{publisher: P}]}\n"
LINES = "".join(f'{{"id": "e{n}", "date": "2024-10-03", "title": "𝄞{n}"}}\n' for n in range(2000))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_read_like_utf8(run: Run, tmp_path: Path, encoding: str) -> None:
    for name, text in (("x.yaml", YAML), ("x.jsonl", LINES), ("x.json", json.dumps({"events": []}) + "\n")):
        plain, wide = tmp_path / f"8{name}", tmp_path / f"16{name}"
        plain.write_text(text, encoding="utf-8")
        wide.write_bytes(("\ufeff" + text).encode(encoding))
        expected, result = (run("timeline", "--data", str(path), "--json") for path in (plain, wide))
        assert result.code == 0
        assert result.out == expected.out
        assert run("check", str(wide)).code == run("check", str(plain)).code
        piped = jkr("timeline", "--data", "-", "--json", stdin=wide.read_bytes())
        assert (piped.returncode, piped.stdout.decode()) == (0, expected.out)


def test_positions_are_those_of_the_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(YAML.replace("2024-10-03", "2024-10-33").encode("utf-16"))
    result = run("check", str(tmp_path / "x.yaml"))
    assert result.code == 3
    assert "x.yaml:4:19: error: date: '2024-10-33' has the day 33" in result.out


@pytest.mark.parametrize("data", [b"\xff\xfea", b"\xff\xfea\0\0\xd8", b"\xfe\xff\xd8\0\0a"])
def test_damaged_utf16_is_refused(run: Run, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.yaml").write_bytes(data)
    result = run("timeline", "--data", str(tmp_path / "x.yaml"))
    assert result.code == 3
    assert "x.yaml: begins as UTF-16 and cannot be decoded" in result.err


def test_every_method_of_an_input_decodes_utf16() -> None:
    data = ("\ufeff\n" + LINES).encode("utf-16-le")
    file = Input("x", data)
    assert file.first() == file.first() == LINES.encode().partition(b"\n")[0]
    assert file.readline(3) == b"\n"
    assert file.readline(3) == LINES.encode()[:3]
    assert file.all(1 << 20) == LINES.encode()[3:]
    with pytest.raises(AssertionError):
        file.undecoded(1 << 20)
    assert Input("x", data).undecoded(1 << 20) == data
    with pytest.raises(DataError):
        Input("x", data + b"x").all(1 << 20)
