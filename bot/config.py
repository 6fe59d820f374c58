"""The settings: config.toml one to one, secrets from the environment.

An unknown key or a wrong value is a ConfigError that names it.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.rule_settings import ItemName, ItemRuleSettings, RuleSettings
from bot.surface_settings import (
    OwnAppSettings,
    Routing,
    SmartBotCallbackSettings,
    SmartBotSettings,
    WebhookSettings,
    WeCom,
)
from ledger.people import Post

DEFAULT_FILE = Path("config.toml")


class ConfigError(Exception):
    """A setting cannot be used: where it stands, and pydantic's code for what is wrong."""

    def __init__(self, file: str, key: str = "", code: str = "", detail: str = "") -> None:
        super().__init__(f"{file}: {key} {code} {detail}")
        self.file = file
        self.key = key
        self.code = code
        self.detail = detail


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class County(_Section):
    """[county]: whose ledger it is; its name is dropped in front of units."""

    name: str = ""


class Bot(_Section):
    """[bot]: the names people mention it by."""

    names: tuple[str, ...] = ()


class Database(_Section):
    """[database]: one SQLite file."""

    url: str = "sqlite:///duban.db"


class Calendar(_Section):
    """[calendar]: the county's own days off and worked days; they win over the published ones."""

    off: tuple[date, ...] = ()
    worked: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if set(self.off) & set(self.worked):
            raise PydanticCustomError("off_and_worked", "a day is both off and worked")
        return self


class Units(_Section):
    """[units]: further names of units."""

    aliases: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Person(_Section):
    """Somebody of the office, an administrator or a leader."""

    id: str = Field(min_length=1)
    name: str = ""


class ContactPerson(Person):
    """Somebody who reports for a unit."""

    unit: str = Field(min_length=1)
    post: Post = "main"


class People(_Section):
    """[people]: the roster."""

    office: tuple[Person, ...] = ()
    admins: tuple[Person, ...] = ()
    leaders: tuple[Person, ...] = ()
    contacts: tuple[ContactPerson, ...] = ()


class Groups(_Section):
    """[groups]: the chats the bot serves; no other group gets a word."""

    daily: tuple[str, ...] = ("console-group",)
    """Those that get the daily list."""
    allowed: tuple[str, ...] = ()
    """Further ones in which it answers."""
    plain: tuple[str, ...] = ()
    """Those read in WeChat, which shows no markdown."""

    @property
    def served(self) -> frozenset[str]:
        """All groups the bot speaks in."""
        return frozenset((*self.daily, *self.allowed))


class Console(_Section):
    """[console]: the chat in the terminal."""

    enabled: bool = True
    chat: str = "console-group"
    byte_limit: int = Field(default=2048, ge=200)


class Web(_Section):
    """[web]: where /healthz and the callbacks answer; port 0 switches it off."""

    host: str = "127.0.0.1"
    port: int = Field(default=8787, ge=0, le=65535)


class Rehearsal(_Section):
    """[rehearsal]: the moment rehearsals begin at; empty for now."""

    start: str = "2023-10-16 09:30"


class Log(_Section):
    """[log]: how much is logged."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Settings(BaseSettings):
    """All of config.toml; DUBAN_DATABASE__URL and the like in the environment win over it."""

    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,  # it may be a secret
        env_prefix="DUBAN_",
        env_nested_delimiter="__",
    )

    county: County = County()
    bot: Bot = Bot()
    database: Database = Database()
    rules: RuleSettings = RuleSettings()
    plans: dict[str, ItemRuleSettings] = Field(default_factory=dict)
    items: dict[ItemName, ItemRuleSettings] = Field(default_factory=dict)
    calendar: Calendar = Calendar()
    units: Units = Units()
    people: People = People()
    groups: Groups = Groups()
    console: Console = Console()
    web: Web = Web()
    rehearsal: Rehearsal = Rehearsal()
    log: Log = Log()
    wecom: WeCom = WeCom()
    smart_bot: SmartBotSettings | None = None
    smart_bot_callback: SmartBotCallbackSettings | None = None
    own_app: OwnAppSettings | None = None
    webhooks: tuple[WebhookSettings, ...] = ()
    routing: Routing = Routing()


def load(file: Path | None = None, *, db: str = "") -> Settings:
    """Read the settings file (./config.toml, or defaults where there is none).

    `db` is the database URL of the command line. Raises ConfigError.
    """
    path = file or (DEFAULT_FILE if DEFAULT_FILE.is_file() else None)
    if path is not None and not path.is_file():
        raise ConfigError(str(path), code="no_file")
    overrides: dict[str, Any] = {"database": {"url": db}} if db else {}
    try:
        return _reader(path)(**overrides)
    except ValidationError as error:
        raise _named(error, path) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(path), code="not_toml", detail=str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), code="unreadable", detail=str(error)) from error


def _reader(path: Path | None) -> type[Settings]:
    """Make the settings class that reads this very file, below environment and command line."""

    class FileSettings(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the base's signature
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            if path is None:
                return (init_settings, env_settings)
            return (
                init_settings,
                env_settings,
                TomlConfigSettingsSource(settings_cls, toml_file=path),
            )

    return FileSettings


def _named(error: ValidationError, path: Path | None) -> ConfigError:
    """Name the first thing wrong: its key as it stands in the file."""
    first = error.errors()[0]
    places = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
    key = "".join(places).removeprefix(".").removesuffix(".[key]")
    return ConfigError(str(path or DEFAULT_FILE), key, first["type"], first["msg"])
