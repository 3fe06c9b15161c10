"""Output options of lists that are not of events: only the formats that can hold them."""

from typing import Annotated

from ..formats import FORMATS
from ..output_fields import OFFICE_FIELDS, SOURCE_FIELDS
from .option_groups import word_completer
from .options import OutputOptions, Several, Text, fields_option, formats_option


def _formats_for(kind: str) -> list[str]:
    """The names of the formats that can hold rows of a kind."""
    return [name for name, each in FORMATS.items() if each.holds(kind)]


class TableOutputOptions(OutputOptions):
    """Output of counts, actors, themes and threads: the formats of tables."""

    format: Annotated[Text, formats_option(_formats_for("actor"))] = None
    fields: Annotated[Several, fields_option()] = None


class SourceOutputOptions(OutputOptions):
    """Output of sources: the formats of tables, and those of bibliographies."""

    format: Annotated[Text, formats_option(_formats_for("source"))] = None
    fields: Annotated[Several, fields_option(autocompletion=word_completer(SOURCE_FIELDS))] = None


class OfficeOutputOptions(OutputOptions):
    """Output of offices: the formats of tables, Markdown and YAML."""

    format: Annotated[Text, formats_option(_formats_for("office"))] = None
    fields: Annotated[Several, fields_option(autocompletion=word_completer(OFFICE_FIELDS))] = None
