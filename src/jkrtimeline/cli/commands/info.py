"""info: facts about the data, and how to cite it."""

from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from ... import __version__, edtf
from ...errors import UsageError
from ...text.json_text import to_json
from ...text.sanitize import visible
from .. import environment
from ..messages import unknown
from ..option_groups import grouped
from ..options import DataOptions, format_option
from ..output_streams import print_data

if TYPE_CHECKING:
    from ...model import Header

_CITATIONS = ("text", "bibtex", "csl-json")


@grouped
def info(
    *,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    cite: Annotated[bool, typer.Option("--cite", help="Print a citation of the data.")] = False,
    format: Annotated[
        str | None,
        format_option(_CITATIONS, "Form of the citation: text, bibtex or csl-json."),
    ] = None,
    data: DataOptions,
) -> int:
    """Show title, version, coverage and size of the data, and the path of the index.

    Examples:
        jkr info                                     # of the data in use
        jkr info --data mine.yaml                    # of a file
        jkr info --json | jq .events                 # one number, for a script
        jkr info --cite -f bibtex                    # a citation of the data
    """
    if format is not None and not cite:
        raise UsageError("--format applies to --cite", hint="add --cite, or use --json")
    if cite and json and format not in (None, "csl-json"):
        raise UsageError(f"several formats at once: {format}, json", hint="name one")
    catalog = environment.open_catalog(data.data)
    header = catalog.header
    if cite:
        print_data(_citation(header, "csl-json" if json else format or "text"))
        return 0
    paths = environment.data_files(data.data)
    facts: dict[str, object] = {
        **header.public(),
        **catalog.totals(),
        "data": list(paths),
        "index": catalog.index_file,
        "jkr": __version__,
    }
    if json:
        print_data(to_json(facts) + "\n")
        return 0
    facts |= {"data": ", ".join(paths), "index": catalog.index_file or "in memory"}
    if header.coverage:
        facts["coverage"] = edtf.date_text(edtf.parse(header.coverage))
    print_data("".join(_line(name, str(value)) for name, value in facts.items() if value is not None))
    return 0


def _line(name: str, value: str) -> str:
    """A fact with its name, wrapped on a terminal."""
    text = visible(value)
    lines = wrap(text, environment.width() - 10) if environment.on_terminal() else [text]
    return f"{name:<10}" + ("\n" + " " * 10).join(lines) + "\n"


def _citation(header: "Header", name: str) -> str:
    """A citation of the data in a format. Raises UsageError for an unknown one."""
    from ...formats.layout import data_citation

    if name not in _CITATIONS:
        raise unknown("format", name, _CITATIONS)
    if name == "text":
        return data_citation.citation_text(header)
    return data_citation.citation_bibtex(header) if name == "bibtex" else data_citation.citation_csl_json(header)
