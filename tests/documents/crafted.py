"""Makes office files for the tests: small honest ones, and ones nobody honest would make."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"
_C = "http://schemas.openxmlformats.org/package/2006/content-types"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

HEADINGS = ("工作任务", "工作任务", "工作事项", "牵头单位", "责任单位", "完成时限")
ROWS = (
    ("一、便民", "1.办好证照。", "(1)压缩时间。", "县甲局", "县乙局、县丙局", "2023年6月底前"),
    ("一、便民", "1.办好证照。", "(2)下放事项。", "县乙局", "各相关单位", "长期坚持"),
    ("二、护商", "2.走访企业。", "每季走访一次。", "县丙局", "县甲局等相关单位", "2023年12月底前"),
)


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def cell(words: str, properties: str = "") -> str:
    lines = "".join(f"<w:p><w:r><w:t>{escape(p)}</w:t></w:r></w:p>" for p in words.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{lines}</w:tc>"


def row(cells: Sequence[str]) -> str:
    return "<w:tr>" + "".join(c if c.startswith("<w:") else cell(c) for c in cells) + "</w:tr>"


def table(rows: Sequence[Sequence[str]]) -> str:
    return "<w:tbl>" + "".join(row(cells) for cells in rows) + "</w:tbl>"


def docx_parts(body: str, *, before: str = "") -> dict[str, str]:
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_C}"/>',
        "_rels/.rels": (
            f'{_HEAD}<Relationships xmlns="{_P}"><Relationship Id="r1" '
            f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": (
            f'{_HEAD}{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        ),
    }


def docx(body: str, *, before: str = "") -> bytes:
    return zipped(docx_parts(body, before=before))


def xlsx_parts(sheet: str, *, shared: str = "", before: str = "") -> dict[str, str]:
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_C}"/>',
        "_rels/.rels": (
            f'{_HEAD}<Relationships xmlns="{_P}"><Relationship Id="r1" '
            f'Type="{_R}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{_HEAD}<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>'
            '<sheet name="清单" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{_HEAD}<Relationships xmlns="{_P}">'
            f'<Relationship Id="r1" Type="{_R}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{_R}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>"
        ),
        "xl/sharedStrings.xml": f'{_HEAD}<sst xmlns="{_S}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": f'{_HEAD}{before}<worksheet xmlns="{_S}">{sheet}</worksheet>',
    }


def sheet_of(rows: Sequence[Sequence[str]], merges: Sequence[str] = ()) -> str:
    found = ["<sheetData>"]
    for cells in rows:
        found.append("<row>")
        found += [f'<c t="inlineStr"><is><t>{escape(words)}</t></is></c>' for words in cells]
        found.append("</row>")
    found.append("</sheetData>")
    if merges:
        found += [
            "<mergeCells>",
            *(f'<mergeCell ref="{ref}"/>' for ref in merges),
            "</mergeCells>",
        ]
    return "".join(found)


def xlsx(sheet: str, *, shared: str = "", before: str = "") -> bytes:
    return zipped(xlsx_parts(sheet, shared=shared, before=before))


def text_export(rows: Sequence[Sequence[str]]) -> str:
    """Write rows as Word's text export does: a blank line between rows, a tab before each cell."""
    return "\n\n".join("\n".join(f"\t{words}" for words in cells) for cells in rows) + "\n"


def with_lying_sizes(content: bytes) -> bytes:
    """Let a zip's directory say that each entry unpacks to 100 bytes."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset : at + offset + 4] = struct.pack("<I", 100)
            at = changed.find(mark, at + 4)
    return bytes(changed)


def with_flag(content: bytes, flag: int) -> bytes:
    """Set a flag bit of every entry, as an encrypting packer does."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= flag
            at = changed.find(mark, at + 4)
    return bytes(changed)
