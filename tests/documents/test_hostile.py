"""Files made to harm are refused with a sentence, within seconds and in little memory."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.documents.crafted import (
    HEADINGS,
    ROWS,
    cell,
    docx,
    docx_parts,
    row,
    sheet_of,
    table,
    text_export,
    with_flag,
    with_lying_sizes,
    xlsx,
    xlsx_parts,
    zipped,
)

ROOT = Path(__file__).parents[2]
SECONDS = 5
"""Room for a slow machine; the same files take well under 2 s on a common one."""
MEGABYTES = 300

_READ_ONE = """
import json, os, re, sys
from pathlib import Path
from documents.read import read_plan
from documents.reading import NotAPlan
begun = sum(os.times()[:4])
try:
    words = "items: %d" % len(read_plan(Path(sys.argv[1])).plan.items)
except NotAPlan as refusal:
    words = str(refusal)
# Not ru_maxrss: that one begins with the memory of the process that started this one.
status = Path("/proc/self/status").read_text()
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) // 1024
# Processor time, children's too: what else the machine does is not the file's doing.
seconds = sum(os.times()[:4]) - begun
print(json.dumps({"words": words, "seconds": seconds, "peak": peak}))
"""


def read_apart(path: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", _READ_ONE, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


_BOMB = "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "哈" * 50}">' for n in range(9)
).join(("<!DOCTYPE x [", "]>"))
_TABLE = table((HEADINGS, *ROWS))
_PLAIN = docx(_TABLE)
_SHEET = sheet_of((HEADINGS, *ROWS))


def _grid(place: str, quote: str = '"') -> bytes:
    return xlsx(
        f"<sheetData><row><c r={quote}A1{quote}><v>1</v></c></row>"
        f"<row><c r={quote}{place}{quote}><v>1</v></c></row></sheetData>"
    )


def _shared_text() -> bytes:
    cells = '<c t="s"><v>0</v></c>' * 20
    return xlsx(
        f"<sheetData>{f'<row>{cells}</row>' * 1000}</sheetData>",
        shared=f"<si><t>{'字' * 500_000}</t></si>",
    )


def _many_sheets(count: int) -> dict[str, str]:
    parts = xlsx_parts(
        '<sheetData><row><c r="A1"><v>1</v></c></row>'
        '<row><c r="Z19000"><v>1</v></c></row></sheetData>'
    )
    names = "".join(f'<sheet name="s{n}" sheetId="{n + 2}" r:id="r1"/>' for n in range(count - 1))
    book = "xl/workbook.xml"
    return {**parts, book: parts[book].replace("<sheets>", f"<sheets>{names}")}


def _nested(levels: int) -> bytes:
    opened = "<w:tbl><w:tr><w:tc>" * levels
    closed = "</w:tc></w:tr></w:tbl>" * levels
    words = "<w:p><w:r><w:t>字</w:t></w:r></w:p>" * 40_000
    return docx(table((HEADINGS, *ROWS)) + opened + words + closed)


def _wide_spans() -> bytes:
    wide = cell("(1)" + "字 " * 5_000, '<w:gridSpan w:val="10"/>')
    return docx(table((HEADINGS,)) + "<w:tbl>" + row((wide,) * 6) * 30 + "</w:tbl>")


def _long_merge() -> bytes:
    top = cell("一、便民", '<w:vMerge w:val="restart"/>')
    rest = (cell("", "<w:vMerge/>"), "1.办好证照。", "(1)压缩。", "县甲局", "县乙局", "长期坚持")
    return docx(
        "<w:tbl>" + row(HEADINGS) + row((top, *ROWS[0][1:])) + row(rest) * 4_000 + "</w:tbl>"
    )


def _many_names() -> bytes:
    return zipped({f"word/{n}.xml": "" for n in range(80_000)})


HOSTILE: dict[str, Callable[[], bytes]] = {
    "zip bomb in a Word file": lambda: zipped(
        {**docx_parts(_TABLE), "word/media/x.bin": bytes(60 * 2**20)}
    ),
    "zip bomb in a workbook": lambda: xlsx(f"<sheetData>{' ' * (60 * 2**20)}</sheetData>"),
    "bomb that lies about its size": lambda: with_lying_sizes(docx("<w:p/>" * 3_000_000)),
    "30 MB of empty paragraphs": lambda: docx("<w:p/>" * 5_000_000),
    "15 MB of empty paragraphs": lambda: docx("<w:p/>" * 2_500_000),
    "attributes without end": lambda: docx(
        "<w:p " + "".join(f'a{n}="" ' for n in range(900_000)) + "/>"
    ),
    "main part under a binary name": lambda: zipped(
        {**docx_parts(_TABLE), "word/evil.bin": "<w:p/>" * 4_000_000}
    ),
    "entity bomb in a Word file": lambda: docx(
        "<w:p><w:r><w:t>&e8;</w:t></w:r></w:p>" + _TABLE, before=_BOMB
    ),
    "entity bomb in a workbook": lambda: xlsx(_SHEET, before=_BOMB),
    "entity bomb in UTF-16": lambda: zipped(
        {**docx_parts(_TABLE), "word/document.xml": f"{_BOMB}<x>&e8;</x>".encode("utf-16")}
    ),
    "entity bomb in UTF-7": lambda: zipped(
        {
            **docx_parts(_TABLE),
            "word/document.xml": b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-',
        }
    ),
    "path that climbs": lambda: zipped({**docx_parts(_TABLE), "../../etc/cron.d/x": "x"}),
    "absolute path": lambda: zipped({**docx_parts(_TABLE), "/etc/passwd": "x"}),
    "path of another system": lambda: zipped({**docx_parts(_TABLE), "C:\\x\\..\\y": "x"}),
    "80,000 names": _many_names,
    "encrypted": lambda: with_flag(_PLAIN, 1),
    "zip cut short": lambda: _PLAIN[: len(_PLAIN) // 2],
    "zip in a zip": lambda: zipped({"plan.docx": _PLAIN}),
    "a cell at the end of the sheet": lambda: _grid("XFD1048576"),
    "the same in other quotes": lambda: _grid("XFD1048576", "'"),
    "one long text in 20,000 cells": _shared_text,
    "500 sheets that are one": lambda: zipped(_many_sheets(500)),
    "50 sheets that are one": lambda: zipped(_many_sheets(50)),
    "merged ranges without end": lambda: xlsx(
        sheet_of((HEADINGS, *ROWS * 700), ["A1:F2100"] * 8_000)
    ),
    "tables within tables": lambda: _nested(200),
    "long cells over all columns": _wide_spans,
    "one cell merged over 4,000 rows": _long_merge,
    "480,000 paragraphs": lambda: docx("<w:p/>" * 480_000 + table((HEADINGS, *ROWS))),
    "200,000 rows": lambda: "\n".join(
        ["工作事项,牵头单位,完成时限", *["甲,乙,丙"] * 160_000]
    ).encode(),
    "10 MB of line ends and tabs": lambda: b"\n\tx" * 3_400_000,
    "10 MB of commas": lambda: b"," * 10_000_000,
    "10 MB of blanks": lambda: (
        text_export((HEADINGS, *ROWS)).encode() + b"\ta" + b" " * 9_000_000 + b"b"
    ),
    "10 MB of one bracket": lambda: text_export((HEADINGS, *ROWS, ["（" * 500_000] * 6)).encode(),
    "10 MB of a member list": ("成员单位有\n" * 100 + "成员单位有" * 640_000).encode,
    "300,000 letters without a stop": lambda: text_export(
        (
            HEADINGS,
            *(
                ("", "", "等" * 30_000 + "率达15%", "等" * 30_000, "县" * 30_000, "长期")
                for _ in range(3)
            ),
        )
    ).encode(),
    "noise": lambda: bytes(range(256)) * 4_000,
    "NUL bytes": lambda: bytes(1_000_000),
}


@pytest.fixture(params=HOSTILE, ids=[name.replace(" ", "-") for name in HOSTILE])
def hostile(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "plan.docx"
    path.write_bytes(HOSTILE[request.param]())
    yield path
    path.unlink()


# What the refusal must speak of: each of these holds a whole plan besides.
_REASONS = {
    "zip bomb": "解压后过大",
    "entity bomb in a ": "XML声明",
    "entity bomb in UTF-7": "XML声明",
    "path": "路径不正常",
    "absolute path": "路径不正常",
    "80,000 names": "解压后过大",
    "encrypted": "密码",
    "main part under": "过大",
    "15 MB of empty": "过于庞大",
    "attributes without end": "过于庞大",
    "a cell at the end": "表格范围过大",
    "the same in other quotes": "表格范围过大",
    "one long text": "表格文字过多",
    "merged ranges": "合并的单元格过多",
    "500 sheets": "工作表超过",
    "50 sheets": "工作表过多",
    "200,000 rows": "行数过多",
    "10 MB of commas": "过于庞大",
    "10 MB of line": "过于庞大",
}
# Large but well-formed: read or refused, as long as it is cheap.
_READABLE = {
    "480,000 paragraphs",
    "one cell merged",
    "300,000 letters",
    "tables within",
    "10 MB of one bracket",
}


def test_a_hostile_file_is_settled_quickly_and_in_little_memory(
    hostile: Path, request: pytest.FixtureRequest
) -> None:
    found = read_apart(hostile)
    assert found["peak"] < MEGABYTES, found
    assert found["seconds"] < SECONDS, found
    name = request.node.callspec.params["hostile"]
    if not any(name.startswith(each) for each in _READABLE):
        assert not str(found["words"]).startswith("items"), found
        assert str(found["words"]).endswith("。"), found
    for begin, words in _REASONS.items():
        assert not name.startswith(begin) or words in found["words"], found
