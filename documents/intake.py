"""Looks at a file before anything parses it: its kind by content, and whether it may be opened."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from documents.archive import checked_parts
from documents.reading import NotAPlan
from documents.words import rejoin

MAX_FILE = 10 * 2**20
"""Bytes; a plan of 56 items takes 50 kB."""

_DOCX_BODY = "word/document.xml"
_XLSX_BOOK = "xl/workbook.xml"

_REFUSED = {
    b"%PDF": "这是PDF文件，请用原来的Word或Excel文件，或另存为 .docx 再导入。",
    b"\xd0\xcf\x11\xe0": (
        "这是旧版 .doc/.xls 或加了密码的文件，请去掉密码、另存为 .docx 或 .xlsx 再导入。"
    ),
    b"{\\rtf": "这是RTF文件，请另存为 .docx 再导入。",
}


class Kind(StrEnum):
    """What a file is, by its first bytes and not by its name."""

    DOCX = "docx"
    XLSX = "xlsx"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A file that may be parsed."""

    kind: Kind
    content: bytes = b""
    """The whole file where it is text."""
    parts: dict[str, bytes] = field(default_factory=dict)
    """The XML parts of an office file, by name: only what was looked at is ever parsed."""


def take_in(path: Path) -> Intake:
    """Read a file, tell what it is, and refuse what cannot or must not be read.

    Raises NotAPlan.
    """
    content = _content_of(path)
    if not content.strip():
        raise NotAPlan("文件是空的。")
    for magic, refusal in _REFUSED.items():
        if content.startswith(magic):
            raise NotAPlan(refusal)
    if not content.startswith(b"PK"):
        return Intake(kind=Kind.TEXT, content=content)
    parts = checked_parts(content)
    if _DOCX_BODY in parts:
        return Intake(kind=Kind.DOCX, parts=parts)
    if _XLSX_BOOK in parts:
        return Intake(kind=Kind.XLSX, parts=parts)
    raise NotAPlan("这不是Word或Excel文件；压缩包请解压，别的格式请另存为 .docx 或 .xlsx 再导入。")


def _content_of(path: Path) -> bytes:
    name = rejoin(path.name)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise NotAPlan(f"“{name}”不是文件，请给出方案文件的路径。")
        if size > MAX_FILE:
            raise NotAPlan(f"文件有{size // 2**20}MB，超过10MB，不像是任务清单，没有读取。")
        with path.open("rb") as file:
            return file.read(MAX_FILE)
    except FileNotFoundError:
        raise NotAPlan(f"找不到文件“{name}”，请核对路径。") from None
    except PermissionError:
        raise NotAPlan(f"没有权限读取文件“{name}”。") from None
    except (OSError, ValueError) as error:
        raise NotAPlan(f"文件“{name}”打不开，请核对路径和磁盘。") from error
