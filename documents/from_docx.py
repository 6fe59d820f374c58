"""Reads a Word file: the text of every cell, tracked insertions and content controls included."""

from collections.abc import Iterator
from typing import Any

from documents.raw import RawDocument, RawRow
from documents.reading import NotAPlan

MAX_COLUMNS = 63
"""Word itself allows no more columns in a table."""

_BODY = "word/document.xml"
_WRAPPERS = {"sdt", "sdtContent", "ins", "customXml", "smartTag"}
_GONE = (
    "{*}moveFrom",
    "{*}del",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)


def read_docx(parts: dict[str, bytes]) -> RawDocument:
    """Read paragraphs and table rows in the order of the document; raises NotAPlan."""
    # Imported here: the library costs start-up time that only an import needs.
    from docx.oxml import parse_xml  # noqa: PLC0415

    try:
        document = parse_xml(parts[_BODY])
    except SyntaxError as error:  # the base of what the XML library raises
        raise NotAPlan("Word文件的内部结构读不懂，请用Word另存一份再导入。") from error
    _drop_deleted(document)
    body = next(_children(document, "body"), None)
    if body is None:
        raise NotAPlan("Word文件里没有正文。")
    paragraphs = tuple(text for p in _children(body, "p") if (text := _text_of(p).strip()))
    tables = enumerate(_children(body, "tbl"), 1)
    rows = tuple(row for number, table in tables for row in _rows(table, number))
    return RawDocument(paragraphs=paragraphs, rows=rows)


def _drop_deleted(document: Any) -> None:
    """Take out what a tracked change deleted or moved away, rows too, and doubled drawings."""
    for mark in list(document.iter(*_GONE)):
        gone = mark
        parent = mark.getparent()
        if parent is not None and _name(parent) == "trPr":
            gone, parent = parent.getparent(), parent.getparent().getparent()
        if parent is not None and gone is not None:
            parent.remove(gone)


def _name(element: Any) -> str:
    # Comments and processing instructions carry a function for a tag.
    return str(element.tag).rpartition("}")[2]


def _children(element: Any, name: str) -> Iterator[Any]:
    """Give the children of a name, those inside content controls and insertions included."""
    for child in element:
        found = _name(child)
        if found == name:
            yield child
        elif found in _WRAPPERS:
            yield from _children(child, name)


def _text_of(element: Any) -> str:
    """Join the texts below an element, one line a paragraph."""
    # `w:t` read one by one: cell.text drops tracked insertions and content controls.
    nodes = element.iter("{*}t", "{*}p", "{*}br", "{*}tab")
    return "".join((n.text or "") if _name(n) == "t" else "\n" for n in nodes).strip("\n")


def _rows(table: Any, number: int) -> Iterator[RawRow]:
    """Walk the rows once; a cell merged with the one above repeats its text."""
    above: dict[int, str] = {}
    for at, row in enumerate(_children(table, "tr"), 1):
        cells = [""] * _number(row, "gridBefore")
        for cell in _children(row, "tc"):
            span = max(_number(cell, "gridSpan"), 1)
            goes_on = _property(cell, "vMerge") not in {None, "restart"}
            words = above.get(len(cells), "") if goes_on else _text_of(cell)
            above[len(cells)] = words
            cells += [words] * span
            if len(cells) > MAX_COLUMNS:
                raise NotAPlan(f"表{number}的列数过多，不像是任务清单，没有读取。")
        yield RawRow(place=f"表{number} 第{at}行", cells=tuple(cells), table=number)


def _number(element: Any, name: str) -> int:
    value = _property(element, name) or "0"
    return min(int(value), MAX_COLUMNS) if value.isascii() and value.isdigit() else 0


def _property(element: Any, name: str) -> str | None:
    """Give the value of a row's or a cell's property; empty where it stands without one."""
    for properties in element:
        if _name(properties) in {"tcPr", "trPr"}:
            for found in properties:
                if _name(found) == name:
                    return next(
                        (v for k, v in found.attrib.items() if k.rpartition("}")[2] == "val"), ""
                    )
    return None
