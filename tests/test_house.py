"""The house holds: layers, where Chinese stands, who reads the clock, sizes, complete tables."""

import ast
import importlib
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from bot.config import Settings
from documents.read import read_plan
from handlers.routes import all_routes
from ledger import errors as ledger_errors
from ledger.units import UnitDirectory
from ledger.workdays import WorkCalendar
from messages import (
    amendment_commands,
    cli,
    commands,
    errors,
    people_commands,
    reminder_commands,
)
from messages.grammar import RULES, Vocabulary, parse
from storage.refusals import Refusal
from tests.messages.conftest import MEMBERS, PRINTED, REFS, SECTIONS

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
PACKAGES = ("bot", "handlers", "storage", "messages", "documents", "ledger")
HAN = re.compile("[\u3400-\u9fff]")
AIM_FILE, LONGEST_FILE = 250, 400
AIM_FUNCTION, LONGEST_FUNCTION = 30, 50
"""Lines: above the aim a thing is named when the tests run, above the longest they fail."""
LONGEST_QUOTE = 16

MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if path.is_file()
)
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def family(module: ModuleType, root: type[Any]) -> list[type[Any]]:
    """List the classes a module names; `__subclasses__` also gives what slots=True leaves over."""
    named = [value for value in vars(module).values() if isinstance(value, type)]
    return [child for child in named if issubclass(child, root) and child is not root]


def packaged(path: Path, *packages: str) -> bool:
    return path.relative_to(ROOT).parts[0] in packages


# ---- layers ----


def test_imports_go_down_only_and_each_library_has_one_door() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    kept = re.search(r"(\d+) kept, 0 broken", run.stdout)
    assert kept is not None, run.stdout
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert int(kept[1]) == len(contracts["contracts"])


_OUTSIDE = {
    "asyncio", "io", "os", "pathlib", "queue", "shutil", "socket", "sqlite3", "subprocess",
    "tempfile", "threading", "time", "urllib", "http", "logging",
}  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_middle_is_pure(path: Path) -> None:
    if not packaged(path, "ledger", "messages", "handlers"):
        return
    nodes = list(ast.walk(tree(path)))
    imported = {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert not {name.partition(".")[0] for name in imported} & _OUTSIDE
    assert not [node for node in nodes if isinstance(node, ast.AsyncFunctionDef | ast.Await)]


# ---- Chinese ----


def words_said(module: ast.Module) -> Iterator[ast.Constant]:
    """Go through the string literals of a module that are no docstrings."""
    told = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node


def chinese_in(module: ast.Module) -> list[int]:
    return [node.lineno for node in words_said(module) if HAN.search(str(node.value))]


def test_chinese_is_found_in_plain_and_formatted_strings_but_not_in_docstrings() -> None:
    found = chinese_in(ast.parse('"""销号"""\nA = 1\n"""灯"""\nB = "灯"\nC = f"{A}件"\n'))
    assert found == [4, 5]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_chinese_for_people_stands_in_messages_ledger_and_documents(path: Path) -> None:
    if packaged(path, "bot", "handlers", "storage"):
        assert chinese_in(tree(path)) == []


# ---- the clock ----

_NOW = {"now", "today", "utcnow"}
_TIME = {"time", "time_ns", "localtime", "gmtime"}


def clock_readings(module: ast.Module) -> list[int]:
    found: list[int] = []
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            owner = node.value
            last = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if (last in {"datetime", "date"} and node.attr in _NOW) or (
                last == "time" and node.attr in _TIME
            ):
                found.append(node.lineno)
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            found += [node.lineno for alias in node.names if alias.name in _TIME]
    return found


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now()",
        "x = datetime.datetime.now",
        "date.today()",
        "datetime.date.today()",
        "datetime.utcnow()",
        "time.time()",
        "from time import time",
    ],
)
def test_a_reading_of_the_clock_is_seen(line: str) -> None:
    assert clock_readings(ast.parse(line)) == [1]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_clock_is_read_only_in_bot_clock(path: Path) -> None:
    readings = clock_readings(tree(path))
    if name_of(path) == "bot/clock.py":
        assert len(readings) == 1
    else:
        assert readings == []


# ---- completeness ----


ASKED = [
    command
    for room in (commands, people_commands, amendment_commands, reminder_commands)
    for command in family(room, commands.Command)
]
"""Everything a person can ask."""


@pytest.mark.parametrize("command", ASKED, ids=lambda c: c.__name__)
def test_every_command_is_handled_or_politely_not_offered(command: type[commands.Command]) -> None:
    assert command in all_routes().handlers or command.intent in errors._NOT_OFFERED


def test_everything_a_person_can_ask_has_an_example_in_the_grammar() -> None:
    vocabulary = Vocabulary(
        units=UnitDirectory(PRINTED, members=MEMBERS, county="双牌县"),
        refs=REFS,
        today=date(2023, 10, 16),
        calendar=WorkCalendar(),
        sections=SECTIONS,
    )
    understood = {type(parse(text, vocabulary)) for rule in RULES for text in rule.examples}
    assert understood - {type(None)} == set(ASKED)


@pytest.mark.parametrize(
    "error", family(ledger_errors, ledger_errors.LedgerError), ids=lambda e: e.__name__
)
def test_every_refusal_of_the_ledger_has_its_sentence(
    error: type[ledger_errors.LedgerError],
) -> None:
    assert error in errors._SENTENCES


@pytest.mark.parametrize("reason", list(Refusal))
def test_every_refusal_to_open_has_its_sentence_and_names_the_file(reason: Refusal) -> None:
    said = cli.refused(reason.value, "/data/x.db", "0009", 12)
    assert "/data/x.db" in said
    assert "{" not in said


# ---- sizes and names ----


def lengths() -> Iterator[tuple[str, int, int, int]]:
    """Go through files and functions: name, lines, aim, longest."""
    for path in MODULES:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        yield name_of(path), lines, AIM_FILE, LONGEST_FILE
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{name_of(path)}::{node.name}", lines, AIM_FUNCTION, LONGEST_FUNCTION


def test_files_and_functions_stay_small(capsys: pytest.CaptureFixture[str]) -> None:
    found = list(lengths())
    above = [f"{name} {lines}" for name, lines, aim, _ in found if lines > aim]
    with capsys.disabled():
        sys.stdout.write(f"\nlonger than the aim: {', '.join(above) or 'none'}\n")
    assert [(name, lines) for name, lines, _, longest in found if lines > longest] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_lives_there(path: Path) -> None:
    assert ast.get_docstring(tree(path))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_drawer_for_odds_and_ends(path: Path) -> None:
    odd = {"util", "utils", "helper", "helpers", "service", "services", "common", "misc"}
    assert not {*path.relative_to(ROOT).with_suffix("").parts} & (odd | {"manager", "managers"})


def test_tests_are_no_packages() -> None:
    # With one, `tests/handlers` would shadow the real `handlers`.
    assert [name_of(path) for path in (ROOT / "tests").rglob("__init__.py")] == []


# ---- config.toml ----


def keys_of(values: dict[str, Any], model: type[BaseModel], at: str = "") -> Iterator[str]:
    """List where a table and a section differ; free tables (aliases) hold the user's keys."""
    for key in sorted(values.keys() ^ model.model_fields.keys()):
        yield f"{at}{key} is only in {'the file' if key in values else 'the code'}"
    for key in sorted(values.keys() & model.model_fields.keys()):
        inner = model.model_fields[key].annotation
        sections = get_args(inner) if isinstance(inner, UnionType) else (inner,)
        for section in sections:
            if isinstance(section, type) and issubclass(section, BaseModel):
                yield from keys_of(values[key], section, f"{at}{key}.")


def leaves(values: dict[str, Any], at: str = "") -> dict[str, Any]:
    """Give every setting by its dotted name; what a county fills in is left out."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        name = f"{at}{key}"
        if name in {"county.name", "bot.names", "units.aliases", "people"}:
            continue
        found |= leaves(value, f"{name}.") if isinstance(value, dict) else {name: value}
    return found


SWITCHED_OFF = re.compile(r"^# (?=\[|[a-z_]+ = )", re.MULTILINE)
"""A section that is an example until its marks are taken off."""


def config(*, switched_on: bool = False) -> dict[str, Any]:
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    return tomllib.loads(SWITCHED_OFF.sub("", text) if switched_on else text)


def test_config_toml_shows_every_setting_and_no_other() -> None:
    assert list(keys_of(config(switched_on=True), Settings)) == []


def test_the_sections_that_are_switched_off_can_be_switched_on() -> None:
    assert Settings.model_validate(config(switched_on=True)).own_app is not None


def test_config_toml_shows_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("DUBAN_")]:
        monkeypatch.delenv(name)
    shown = Settings.model_validate(
        {key: value for key, value in config().items() if key not in {"people", "units"}}
    ).model_dump(mode="json")
    assert leaves(shown) == leaves(Settings().model_dump(mode="json"))


def test_people_in_config_toml_have_only_the_keys_the_code_reads() -> None:
    people = Settings.model_fields["people"].annotation
    assert isinstance(people, type)
    assert issubclass(people, BaseModel)
    for post, field in people.model_fields.items():
        person = get_args(field.annotation)[0]
        used = {key for row in config()["people"][post] for key in row}
        assert used <= person.model_fields.keys()
        assert {"id", "name"} <= used


# ---- papers ----


def test_every_test_that_a_paper_names_is_there() -> None:
    tests = {
        (path.name, node.name)
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    pairs = re.compile(r"`(test_\w+\.py)` `(test_\w+)`")
    named = {found for paper in PAPERS for found in pairs.findall(paper.read_text("utf-8"))}
    assert len(named) > 50
    assert named - tests == set()


def rows_of(paper: str) -> Iterator[list[str]]:
    """Go through the rows of a paper's tables, without heads and rules."""
    for line in (ROOT / "docs" / paper).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and "`" in line:
            yield cells


def ticked(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


GLOSSARY = [
    (name, where) for row in rows_of("glossary.md") for name in ticked(row[1]) for where in row[3:]
]


def test_the_glossary_lists_the_words_of_the_house() -> None:
    listed = {name for name, _ in GLOSSARY}
    assert len(GLOSSARY) == len({*GLOSSARY})
    assert listed >= {
        "Item", "Objective", "Section", "Plan", "Entry", "Status", "Light", "Command", "Handler",
        "Router", "Decision", "Context", "Inbound", "Outgoing", "Channel", "Reminder", "Outbox",
        "Courier", "Desk", "Unit", "Contact", "Actor", "Role",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "where"), GLOSSARY)
def test_every_name_of_the_glossary_is_in_the_code(name: str, where: str) -> None:
    (target,) = ticked(where)
    path, _, member = target.partition("::")
    found: Any = importlib.import_module(path.removesuffix(".py").replace("/", "."))
    for part in (member or name).split("."):
        found = getattr(found, part)


def test_every_dependency_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    names = [re.split(r"[\[<>=!~ ]", requirement)[0] for requirement in wanted]
    explained = [row[0].strip("`") for row in rows_of("dependencies.md")]
    assert sorted(explained) == sorted(names)


_PLACE = re.compile(rf"`((?:{'|'.join(PACKAGES)}|tests|docs|benchmarks|\.ci)/[\w./-]*)`")


@pytest.mark.parametrize("paper", PAPERS, ids=name_of)
def test_papers_speak_of_files_that_stand(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    missing = [place for place in _PLACE.findall(text) if not (ROOT / place).exists()]
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    missing += [link for link in links if not (paper.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_code_cites_papers_that_stand(path: Path) -> None:
    cited = re.findall(r"\bdocs/[\w./-]*\w\.md", path.read_text(encoding="utf-8"))
    assert [paper for paper in cited if not (ROOT / paper).is_file()] == []


# ---- the plan stays outside ----


def quotes(text: str) -> Iterator[str]:
    """Go through all stretches of LONGEST_QUOTE characters within runs of Han characters."""
    for run in re.findall(rf"[\u3400-\u9fff]{{{LONGEST_QUOTE},}}", text):
        for start in range(len(run) - LONGEST_QUOTE + 1):
            yield run[start : start + LONGEST_QUOTE]


def repository_files() -> Iterable[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.skipif(
    not (SHARED / "plan").is_dir() or not (ROOT / ".git").exists(),
    reason="the issued plan lies beside the repository only where it was written",
)
def test_no_sentence_of_the_issued_plan_is_in_the_repository() -> None:
    plans = [read_plan(path).plan for path in sorted((SHARED / "plan").glob("annex4.*"))]
    printed = {quote for plan in plans for item in plan.items for quote in quotes(item.text)}
    assert printed
    found = {
        (name_of(path), quote)
        for path in repository_files()
        for quote in quotes(path.read_bytes().decode("utf-8", "ignore"))
        if quote in printed
    }
    assert sorted(found) == []
