"""A new database for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import Store
from tests.storage.samples import NOON, small_plan, url


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "县 50%.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(url(path)) as opened:
        opened.save_plan(small_plan(), (), NOON)
        yield opened
