"""Zip archives whose bytes depend on their content alone."""

from shutil import copyfileobj
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


class TimelessZip(ZipFile):
    """A new archive of compressed members. No member has the time of the clock or traits of the system."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **options: Any) -> None:
        """Add a member with this name and content."""
        super().writestr(_member(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **options: Any) -> None:
        """Add a file under the name `arcname`."""
        with open(filename, "rb") as source:
            self.copy(source, arcname)

    def copy(self, source: Any, name: str) -> None:
        """Add a binary file, from its beginning, under this name."""
        member = _member(name)
        member.file_size = source.seek(0, 2)
        source.seek(0)
        with self.open(member, "w") as target:
            copyfileobj(source, target)


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    member.compress_type = ZIP_DEFLATED
    member.create_system, member.external_attr = 3, 0o644 << 16  # of Unix, readable by all
    return member
