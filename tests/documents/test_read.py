"""Plans in every form come out as the same items."""

import datetime as dt
import io
from pathlib import Path

import docx as word
import openpyxl
import pytest

from documents.read import read_plan
from documents.reading import NotAPlan, Reading
from ledger.plan import Item
from tests.documents.crafted import (
    HEADINGS,
    ROWS,
    cell,
    docx,
    row,
    sheet_of,
    table,
    text_export,
    xlsx,
)

TITLE = "甲县办事服务任务清单"
MEMBERS = "成员单位包括县甲局、县乙局 (戊办)、县丙局等单位。"


def reading(content: bytes | str, tmp_path: Path, name: str = "") -> Reading:
    path = tmp_path / "方案"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_plan(path, name)


def refusal(content: bytes | str, tmp_path: Path) -> str:
    with pytest.raises(NotAPlan) as refused:
        reading(content, tmp_path)
    return str(refused.value)


def items(content: bytes | str, tmp_path: Path) -> tuple[Item, ...]:
    return reading(content, tmp_path).plan.items


def refs(content: bytes | str, tmp_path: Path) -> list[str]:
    return [str(item.ref) for item in items(content, tmp_path)]


def csv_of(*rows: tuple[str, ...]) -> str:
    return "\n".join(",".join(cells) for cells in rows)


EXPORT = f"{TITLE}\n{MEMBERS}\n" + text_export((HEADINGS[1:], *ROWS))


def _openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([TITLE])
    sheet.merge_cells("A1:F1")
    sheet.append(list(HEADINGS))
    sheet.merge_cells("A2:B2")
    for cells in ROWS:
        sheet.append(list(cells))
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B3:B4")
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _python_docx() -> bytes:
    document = word.Document()
    document.add_paragraph(TITLE)
    grid = document.add_table(0, 6)
    for cells in (HEADINGS, *ROWS):
        for place, words in zip(grid.add_row().cells, cells, strict=True):
            place.text = words
    for column in (0, 1):
        grid.cell(2, column).text = ""
        grid.cell(1, column).merge(grid.cell(2, column))
    grid.cell(0, 1).text = ""
    grid.cell(0, 0).merge(grid.cell(0, 1))
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


FORMS = {
    "text export": EXPORT.encode(),
    "with a mark": EXPORT.encode("utf-8-sig"),
    "GB18030": EXPORT.encode("gb18030"),
    "UTF-16": EXPORT.encode("utf-16"),
    "line ends of Windows": EXPORT.replace("\n", "\r\n").encode(),
    "CSV": csv_of((TITLE,), HEADINGS, *ROWS).encode(),
    "TSV": csv_of((TITLE,), HEADINGS, *ROWS).replace(",", "\t").encode(),
    "Word": docx(f"<w:p><w:r><w:t>{TITLE}</w:t></w:r></w:p>" + table((HEADINGS, *ROWS))),
    "workbook": xlsx(sheet_of(((TITLE,), HEADINGS, *ROWS))),
    "workbook of another maker": _openpyxl(),
    "Word file of another maker": _python_docx(),
}


@pytest.mark.parametrize("form", FORMS, ids=[name.replace(" ", "-") for name in FORMS])
def test_every_form_gives_the_same_items(form: str, tmp_path: Path) -> None:
    found = reading(FORMS[form], tmp_path).plan
    assert found.title == found.name == TITLE
    assert [(str(i.ref), i.section, i.objective, i.text) for i in found.items] == [
        ("1(1)", "一、便民", "1.办好证照。", "压缩时间。"),
        ("1(2)", "一、便民", "1.办好证照。", "下放事项。"),
        ("2", "二、护商", "2.走访企业。", "每季走访一次。"),
    ]
    assert [(i.lead, i.units, i.units_open, i.ongoing) for i in found.items] == [
        (("县甲局",), ("县乙局", "县丙局"), False, False),
        (("县乙局",), ("各相关单位",), True, True),
        (("县丙局",), ("县甲局",), False, False),
    ]
    assert [i.deadline.due for i in found.items] == [
        dt.date(2023, 6, 30),
        None,
        dt.date(2023, 12, 31),
    ]
    assert found.items[2].units_text == "县甲局等相关单位"


def test_a_given_name_wins_over_the_title(tmp_path: Path) -> None:
    plan = reading(EXPORT, tmp_path, "办事").plan
    assert (plan.name, plan.title) == ("办事", TITLE)


def test_members_are_read_from_their_sentence(tmp_path: Path) -> None:
    assert reading(EXPORT, tmp_path).plan.members == ("县甲局", "县乙局(戊办)", "县丙局")


def test_a_rare_character_survives_gb18030(tmp_path: Path) -> None:
    found = items(EXPORT.replace("压缩", "㙟䶮").encode("gb18030"), tmp_path)
    assert found[0].text == "㙟䶮时间。"


def test_columns_are_found_by_their_headings(tmp_path: Path) -> None:
    lines = (
        "序号 完成时间 责任领导 配合单位 牵头部门 联系人 具体措施 重点任务 类别",
        "1 2024年3月底前 赵一 县乙局 县甲局 钱二 (1)压缩时间。 1.办好证照。 便民",
        "2 持续推进 赵一 县丙局 县甲局 钱二 (2)下放事项。 1.办好证照。 便民",
    )
    first, second = items("\n".join(lines).replace(" ", ","), tmp_path)
    assert (str(first.ref), first.lead, first.units) == ("1(1)", ("县甲局",), ("县乙局",))
    assert (first.section, first.objective) == ("便民", "1.办好证照。")
    assert first.deadline.due == dt.date(2024, 3, 31)
    assert second.ongoing
    assert "赵一" not in str(first)


@pytest.mark.parametrize(
    ("lead", "units", "deadline"),
    [
        ("牵头单位（部门）", "协办单位", "时限"),
        ("牵头责任单位及负责部门", "配合责任单位", "完成时间节点"),
        ("主 办\n单 位", "参与部门", "办结时限："),
    ],
)
def test_headings_of_other_wording_are_known(
    lead: str, units: str, deadline: str, tmp_path: Path
) -> None:
    headings = ("重点任务", "工作内容", lead, units, deadline)
    found = items(docx(table((headings, *(cells[1:] for cells in ROWS)))), tmp_path)
    assert [(i.lead[0], i.units[0]) for i in found] == [
        ("县甲局", "县乙局"),
        ("县乙局", "各相关单位"),
        ("县丙局", "县甲局"),
    ]


def test_repeated_headers_and_broken_words_of_a_page_break_vanish(tmp_path: Path) -> None:
    task = ("一、便 民", "1.办好\n证照 。", "(2)下放 “事\n项” a\nb。")
    again = (HEADINGS, (*task, "县 乙局", "各相关单\n位", "长期坚持"))
    pages = table((HEADINGS, ROWS[0])) + table(again)
    found = items(docx(pages), tmp_path)
    assert len({i.section for i in found}) == len({i.objective for i in found}) == 1
    assert (found[1].text, found[1].lead, found[1].units) == (
        "下放“事项”a b。",
        ("县乙局",),
        ("各相关单位",),
    )


def test_a_cell_cut_by_the_page_is_put_together_and_said(tmp_path: Path) -> None:
    rest = ("", "", "并公布结果。", "", "、县丁局", "")
    found = reading(text_export((HEADINGS, ROWS[0], HEADINGS, rest, ROWS[1])), tmp_path)
    assert [str(i.ref) for i in found.plan.items] == ["1(1)", "1(2)"]
    assert found.plan.items[0].text == "压缩时间。并公布结果。"
    assert found.plan.items[0].units == ("县乙局", "县丙局", "县丁局")
    assert [d.reason for d in found.doubts] == ["并入上一行的1(1)"]


def test_units_a_line_each_are_parted_and_wrapped_names_are_not(tmp_path: Path) -> None:
    cells = (*ROWS[0][:4], "县发改局\n县市场\n监管局\n县政府办\n(金融办)", "长期坚持")
    assert items(docx(table((HEADINGS, cells))), tmp_path)[0].units == (
        "县发改局",
        "县市场监管局",
        "县政府办(金融办)",
    )


def test_tracked_changes_and_content_controls_are_read_as_shown(tmp_path: Path) -> None:
    words = (
        "<w:tc><w:p><w:r><w:t>(1)压</w:t></w:r>"
        '<w:ins w:id="1"><w:r><w:t>缩</w:t></w:r></w:ins>'
        '<w:del w:id="2"><w:r><w:delText>长</w:delText></w:r></w:del>'
        "<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
        "<w:sdt><w:sdtContent><w:r><w:t>时间。</w:t></w:r></w:sdtContent></w:sdt></w:p></w:tc>"
    )
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("(9)废止。") * 6 + "</w:tr>"
    kept = row((*ROWS[0][:2], words, *ROWS[0][3:]))
    body = (
        f"<w:tbl>{row(HEADINGS)}<w:sdt><w:sdtContent>{kept}</w:sdtContent></w:sdt>{gone}</w:tbl>"
    )
    assert [i.text for i in items(docx(body), tmp_path)] == ["压缩时间。"]


def test_merged_cells_of_word_repeat_in_each_place(tmp_path: Path) -> None:
    top, rest = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        (cell("工作任务", '<w:gridSpan w:val="2"/>'), *HEADINGS[2:]),
        (cell("一、便民", top), cell("1.办好证照。", top), *ROWS[0][2:]),
        (cell("", rest), cell("", rest), *ROWS[1][2:]),
    )
    found = items(docx(table(rows)), tmp_path)
    assert [(str(i.ref), i.section) for i in found] == [("1(1)", "一、便民"), ("1(2)", "一、便民")]


@pytest.mark.parametrize("spanned", [("一、便民", *[""] * 4), ("一、便民",) * 5])
def test_a_heading_over_all_columns_is_the_section(
    spanned: tuple[str, ...], tmp_path: Path
) -> None:
    rows = (HEADINGS[1:], spanned, ROWS[0][1:], ROWS[1][1:], ("备注：甲",) * 5)
    found = items(docx(table(rows)), tmp_path)
    assert [i.section for i in found] == ["一、便民"] * 2
    assert items(csv_of(*rows), tmp_path) == found


def test_full_width_numbers_of_either_kind_are_read(tmp_path: Path) -> None:
    cells = ("一、便民", "3、办好证照", "（12）压缩时间。", "县甲局", "县乙局", "长期坚持")
    assert refs(csv_of(HEADINGS, cells), tmp_path) == ["3(12)"]


def test_a_plan_without_numbers_is_numbered_by_its_order(tmp_path: Path) -> None:
    rows = (("办证", "压缩。", "县甲局", "长期坚持"), ("护商", "走访。", "县乙局", "长期坚持"))
    found = reading(csv_of(("重点任务", "工作内容", "牵头单位", "时限"), *rows), tmp_path)
    assert [str(i.ref) for i in found.plan.items] == ["1", "2"]
    assert [d.reason for d in found.doubts] == ["没有编号，按先后次序编号"]


def test_numbers_and_days_of_a_workbook_are_read_as_they_are_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "工作内容", "牵头单位", "完成时限"])
    sheet.append([7, "压缩时间。", "县甲局", dt.datetime(2023, 6, 30)])  # noqa: DTZ001 - a cell's
    sheet.append([8, "走访企业。", "县乙局", dt.date(2023, 12, 31)])
    packed = io.BytesIO()
    book.save(packed)
    found = items(packed.getvalue(), tmp_path)
    assert [(str(i.ref), i.deadline.due) for i in found] == [
        ("7", dt.date(2023, 6, 30)),
        ("8", dt.date(2023, 12, 31)),
    ]


def test_the_number_column_numbers_items_that_have_no_other(tmp_path: Path) -> None:
    rows = (("7", "压缩。", "县甲局", "长期坚持"), ("8", "走访。", "县乙局", "长期坚持"))
    assert refs(csv_of(("序号", "工作内容", "牵头单位", "时限"), *rows), tmp_path) == ["7", "8"]


def test_several_items_without_a_number_under_one_are_told_apart(tmp_path: Path) -> None:
    rows = (ROWS[2], (*ROWS[2][:2], "走访名单。", *ROWS[2][3:]))
    found = reading(csv_of(HEADINGS, *rows), tmp_path)
    assert [str(i.ref) for i in found.plan.items] == ["2(1)", "2(2)"]
    assert any("2(2)" in d.reason for d in found.doubts)


def test_a_number_that_stands_twice_is_refused_with_both_places(tmp_path: Path) -> None:
    assert "第3行的编号1(1)和第2行重复" in refusal(csv_of(HEADINGS, ROWS[0], ROWS[0]), tmp_path)


def test_another_table_after_the_plan_is_left_alone(tmp_path: Path) -> None:
    contacts = table((("姓名", "单位", "电话"), ("赵一", "县甲局", "1")))
    plan = table((HEADINGS, *ROWS))
    assert items(docx(plan + contacts), tmp_path) == items(docx(plan), tmp_path)


def test_text_is_free_of_control_characters(tmp_path: Path) -> None:
    found = items(EXPORT.replace("压缩", "压\x07\u202e\u200b缩"), tmp_path)
    assert found[0].text == "压缩时间。"


def doubts(rows: tuple[tuple[str, ...], ...], tmp_path: Path) -> list[tuple[str, str]]:
    found = reading(docx(table((HEADINGS, *rows))), tmp_path)
    return [(d.place, d.reason) for d in found.doubts]


def test_doubts_name_their_place(tmp_path: Path) -> None:
    objective = ("一、便民", "1.办好证照。")
    found = doubts(
        (
            (*objective, "(1)压缩，3月25日前定。", "甲局", "国网县供电公司", "另行通知"),
            (*objective, "(3)下放。", "", "县甲局、等相关单位", "2023年12月底前"),
            (*objective, "(4)公布。", "县乙局", "国网供县电公司", "2023年12月底前"),
        ),
        tmp_path,
    )
    assert found == [
        ("表1 第3行", "牵头单位是空白，沿用上一行的“甲局”"),
        ("表1 第3行", "编号不连续"),
        ("表1 第2行", "1(1) 与“县甲局”按同一单位处理"),
        ("表1 第4行", "1(4) 与“国网县供电公司”只是字序不同，按同一单位处理"),
        ("表1 第2行", "1(1) 完成时限读不懂，存为没有日期"),
        ("表1 第2行", "1(1) 正文里另有日期，完成时限栏没有"),
        ("表1 第3行", "1(3) 责任单位里有多余的标点"),
    ]


def test_a_clean_plan_raises_no_doubt(tmp_path: Path) -> None:
    assert doubts(ROWS, tmp_path) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b" \r\n\t", "空的"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .docx"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "不是文本文件"),
        (b"\xff\xff\x80\x81", "编码"),
        ("今天开会。\n大家准时。".encode(), "没有找到任务清单"),
        ("姓名,电话\n赵一,1".encode(), "没有找到任务清单"),
        (docx("<w:p><w:r><w:t>通知</w:t></w:r></w:p>"), "没有找到任务清单"),
        (xlsx(sheet_of((("姓名", "电话"), ("赵一", "1")))), "没有找到任务清单"),
    ],
)
def test_what_is_no_plan_is_refused_with_a_reason(
    content: bytes, words: str, tmp_path: Path
) -> None:
    assert words in refusal(content, tmp_path)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAPlan, match="不是文件"):
        read_plan(tmp_path)
    with pytest.raises(NotAPlan, match=r"找不到文件“无\.docx”"):
        read_plan(tmp_path / "无.docx")
    with pytest.raises(NotAPlan, match="打不开"):
        read_plan(tmp_path / ("长" * 300))


def test_a_file_of_200_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(NotAPlan, match="200MB"):
        read_plan(path)
