"""A long table as .xlsx: whatever people typed stays text, and memory stays the same."""

import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from documents import to_xlsx
from documents.to_xlsx import Cell, Column, write_table
from tests.factories import at

COLUMNS = [Column(heading="序号", width=8), Column(heading="原话", width=50)]


def written(folder: Path, *rows: tuple[Cell, ...]) -> Path:
    path = folder / "x.xlsx"
    assert write_table(path, "历史", COLUMNS, rows) == len(rows)
    return path


def texts(path: Path) -> list[list[object]]:
    return [[*row] for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]


@pytest.mark.parametrize(
    "typed",
    ["=1+1", "+86 139", "-5%", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A0", "＝1+1", "'=1"],
)
def test_what_was_typed_is_never_a_formula(tmp_path: Path, typed: str) -> None:
    path = written(tmp_path, (1, typed))
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    cell = openpyxl.load_workbook(path).active["B2"]  # type: ignore[index] # a sheet, as written
    assert (cell.data_type, cell.value) == ("s", typed)
    assert cell.quotePrefix is (typed != "'=1")


def test_what_no_xml_may_hold_is_left_out_and_the_rest_stays(tmp_path: Path) -> None:
    path = written(tmp_path, (1, "前\x00\x0b\x1f\ud800\ufffe后\n第二行"), (2, "_x0041_"))
    assert texts(path) == [["序号", "原话"], [1.0, "前后\n第二行"], [2.0, "_x0041_"]]


def test_a_very_long_text_is_cut_to_what_a_cell_takes(tmp_path: Path) -> None:
    path = written(tmp_path, (1, "长" * 40_000), (2, "😀" * 20_000))
    assert [len(str(row[1])) for row in texts(path)[1:]] == [32_767, 16_383]


def test_the_heading_is_frozen_and_filtered_and_moments_are_moments(tmp_path: Path) -> None:
    path = written(tmp_path, (1, at("2023-10-16 09:30")), (2, None))
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert sheet["B2"].value == datetime(2023, 10, 16, 9, 30)  # noqa: DTZ001 - a sheet has no zones
    assert sheet["A1"].font.bold


def test_a_table_without_rows_has_its_heading(tmp_path: Path) -> None:
    assert texts(written(tmp_path)) == [["序号", "原话"]]


def test_what_is_too_long_for_a_sheet_goes_on_on_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(to_xlsx, "_ROWS_ON_A_SHEET", 3)
    path = written(tmp_path, *((n, "x") for n in range(7)))
    sheets = CalamineWorkbook.from_path(path)
    assert sheets.sheet_names == ["历史", "历史2", "历史3"]
    lines = [len(sheets.get_sheet_by_name(name).to_python()) for name in sheets.sheet_names]
    assert lines == [4, 4, 2]


def test_the_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_text("old")

    def broken() -> Iterator[tuple[Cell, ...]]:
        yield (1, "x")
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        write_table(path, "历史", COLUMNS, broken())
    assert [found.name for found in tmp_path.iterdir()] == ["x.xlsx"]
    assert path.read_text() == "old"
    write_table(path, "历史", COLUMNS, [(1, "x")])
    assert path.stat().st_mode & 0o777 == 0o600


def test_memory_does_not_grow_with_the_table(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        tracemalloc.start()
        write_table(tmp_path / "x.xlsx", "历史", COLUMNS, ((n, f"第{n}行") for n in range(rows)))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(6_000) < peak(600) + 500_000


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(), max_size=40))
def test_any_text_makes_a_file_that_opens_and_holds_no_formula(tmp_path: Path, typed: str) -> None:
    path = written(tmp_path, (1, typed))
    cell = openpyxl.load_workbook(path).active["B2"]  # type: ignore[index] # a sheet, as written
    assert cell.data_type in {"s", "n"}
    assert cell.value is None or isinstance(cell.value, str)
