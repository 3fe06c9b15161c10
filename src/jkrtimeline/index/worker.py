"""Files of JSON Lines, whose events are all right → batches of rows; of large files in a process beside this
one, so that reading and writing have a core each."""

import gc
import marshal
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from time import perf_counter
from typing import IO, Any

from ..eventfile import cross_check
from .rows import Batch, Rows, Totals, Words, names_of

_LARGE = 8 << 20
"""Bytes from which on a second process is worth its start (some 0.1 s)."""

_MOST = 1 << 32
"""More bytes than are ever sent at once: who seems to send as many writes something else."""

_WAIT = 0.001
"""Seconds for which a batch is waited with when the first process is not ready for it."""

_START = (
    "import sys; sys.path[:] = {path!r}; from jkrtimeline.index import worker;worker.main(open(0, 'rb'), open(1, 'wb'))"
)


@contextmanager
def batches(paths: Sequence[str]) -> Iterator[Iterator[tuple[int, Batch] | Totals]]:
    """Rows of the events, in the order of time, each batch with the bytes read so far, and in the end what
    they come to. To read them raises ValueError where an event is not right, and OSError."""
    process = _started() if sum(map(os.path.getsize, paths)) >= _LARGE else None
    if process is None:
        yield _here(paths)
        return
    with process:
        try:
            yield _beside(process, [os.path.abspath(path) for path in paths])
        finally:
            process.kill()


def _started() -> "subprocess.Popen[bytes] | None":
    """The other process; None where none can be had."""
    command = [sys.executable, "-c", _START.format(path=sys.path)]
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
    except (OSError, ValueError, TypeError):  # the last: it is not known which program runs
        return None


def _here(paths: Sequence[str]) -> Iterator[tuple[int, Batch] | Totals]:
    from ..eventfile import fast_jsonl

    names = names_of(cross_check.without_registries())
    done = 0
    with ExitStack() as stack:
        lines = fast_jsonl.Lines([stack.enter_context(open(path, "rb")) for path in paths])
        rows = Rows(names, lines.reach)
        for place, line_number, line in lines:
            done += len(line)
            if found := fast_jsonl.record_of(paths[place], line_number, line):
                rows.add(*found)
                if rows.full:
                    yield done, rows.take()
    yield done, rows.take()
    yield rows.totals()


def _beside(process: "subprocess.Popen[bytes]", paths: list[str]) -> Iterator[tuple[int, Batch] | Totals]:
    """The same from another process, which reads ahead."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        with process.stdin as stream:
            _send(stream, paths)
    except BrokenPipeError:
        pass  # it has ended, which is seen when nothing comes of it
    return _received(process.stdout)


def _received(stream: IO[bytes]) -> Iterator[tuple[int, Batch] | Totals]:
    with ThreadPoolExecutor(1) as ahead:  # else the other process would wait for this one, and this for it
        data = ahead.submit(_receive, stream)
        while found := data.result():
            data = ahead.submit(_receive, stream)
            try:
                done, rest = marshal.loads(found)
            except EOFError:  # cut off in the middle
                break
            yield (done, Batch(*rest)) if done >= 0 else Totals(*rest)
            if done < 0:
                return
    raise ValueError("a line is not right, or the other process was ended")


def main(stream: IO[bytes], out: IO[bytes]) -> None:
    """The other process: reads the paths of the files from a stream, writes rows to the other. It ends without a word
    where a line is not right, and when nobody reads it any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends it
    gc.disable()  # nothing here goes round in circles
    paths = marshal.loads(_receive(stream))
    words, ahead = Words(), False
    try:
        for each in _here(paths):
            if isinstance(each, Totals):
                _send(out, (-1, tuple(each)))
                continue
            done, batch = each
            if ahead:
                batch = batch._replace(words=words.new(batch.spoken()))
            begin = perf_counter()
            _send(out, (done, tuple(batch)))
            # Whoever is ahead of the other looks for the words: without them a long record is more work to
            # read than to write, and a short one less.
            ahead = perf_counter() - begin > _WAIT
        out.flush()
    except (ValueError, OSError):
        os._exit(1)


def _send(out: IO[bytes], value: list[str] | tuple[Any, ...]) -> None:
    data = marshal.dumps(value)
    out.write(len(data).to_bytes(8, "big"))
    out.write(data)


def _receive(stream: IO[bytes]) -> bytes:
    """What was sent; nothing at the end, and where it was not sent by `_send`."""
    size = int.from_bytes(stream.read(8), "big")
    return stream.read(size) if size < _MOST else b""
