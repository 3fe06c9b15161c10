"""The index that is shipped with the bundled data. It is trusted where it was made of the very data that
lies beside it, by this version."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from .cache_dir import NewIndex, open_index
from .data_files import digest, fingerprint
from .meta import is_ours, meta, put_meta


def beside(data: Path) -> Path:
    """Where the index of a bundled data file lies."""
    return data.with_suffix(".sqlite")


def pack(data: Path) -> Path:
    """Make the index of a data file beside it, with nothing in it of where and when it was made; its path.
    Raises DataError."""
    from .freshness import Index

    index = Index([str(data)], None)
    target = beside(data)
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target)) as copy:
        index.read(sqlite3.Connection.backup, copy)
        with copy:
            put_meta(copy, {"prints": json.dumps([{"digest": digest(str(data))}]), "began": "0"})
        copy.execute("VACUUM")
    return target


def unpack(data: str, made: NewIndex) -> bool:
    """Put the shipped index of a bundled data file into a draft; whether there is one that fits."""
    file = beside(Path(data))
    if not file.exists():
        return False
    try:
        with closing(open_index(file)) as source:
            content = {"digest": digest(data)}
            if not is_ours(source) or json.loads(meta(source, "prints")) != [content]:
                return False
            source.backup(made.connection)
    except (sqlite3.Error, ValueError):
        return False
    prints = [{"path": str(Path(data).resolve()), **content, **(fingerprint(data) or {})}]
    put_meta(made.connection, {"prints": json.dumps(prints), "began": str(made.began)})
    return True
