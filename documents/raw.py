"""What every file format comes down to: paragraphs, and tables of cells with their places."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One row as it stands in the file; merged cells repeat their text in each place."""

    place: str
    """Where a clerk finds it: `表3 第5行`."""
    cells: tuple[str, ...]
    table: int = 0
    """Number of the table in the file, where the form tells tables apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """A file's words: what stands before and between its tables, and the tables' rows in order."""

    paragraphs: tuple[str, ...]
    rows: tuple[RawRow, ...]
    """Rows of all tables, page after page; headers may repeat."""
