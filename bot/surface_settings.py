"""The settings of the WeCom surfaces: each is switched on by its section in config.toml.

Secrets are better put into the environment (DUBAN_SMART_BOT__SECRET=…) than into the file; they
are never shown, in no log and no error.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

_AES_KEY_LENGTH = 43

Path = Annotated[str, Field(pattern=r"^/[A-Za-z0-9/_-]*$")]
Secret = Annotated[SecretStr, Field(min_length=1)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class WeCom(_Section):
    """[wecom]: where WeCom is, and how strictly callbacks are looked at."""

    gateway_url: str = Field(default="wss://openws.work.weixin.qq.com", pattern="^wss?://")
    api_url: str = Field(default="https://qyapi.weixin.qq.com", pattern="^https?://")
    refuse_replay: bool = True
    clock_tolerance_minutes: int = Field(default=5, ge=1, le=60)


class Pacing(_Section):
    """How much a smart bot says in one conversation; WeCom allows 30 and 1000."""

    answers_per_minute: int = Field(default=28, ge=0, le=30)
    """0: no limit, for measuring only."""
    answers_per_hour: int = Field(default=950, ge=1, le=1000)


class SmartBotSettings(Pacing):
    """[smart_bot]: 智能机器人 over the long connection."""

    bot_id: str = Field(min_length=1)
    secret: Secret


class CallbackSettings(_Section):
    """What a callback address is guarded by."""

    token: Secret
    encoding_aes_key: SecretStr

    @field_validator("encoding_aes_key")
    @classmethod
    def _whole(cls, key: SecretStr) -> SecretStr:
        plain = key.get_secret_value()
        if len(plain) != _AES_KEY_LENGTH or not plain.isascii() or not plain.isalnum():
            raise ValueError("43 letters and digits")
        return key


class SmartBotCallbackSettings(CallbackSettings, Pacing):
    """[smart_bot_callback]: 智能机器人 in URL callback mode."""

    path: Path = "/wecom/smart-bot"


class AppCallbackSettings(CallbackSettings):
    """[own_app.callback]: 接收消息 of the own app."""

    path: Path = "/wecom/own-app"


class OwnAppSettings(_Section):
    """[own_app]: 自建应用; without its callback it only pushes."""

    corp_id: str = Field(min_length=1)
    agent_id: int
    secret: Secret
    groups: tuple[str, ...] = ()
    """Chat ids of groups the app itself made."""
    callback: AppCallbackSettings | None = None


class WebhookSettings(_Section):
    """[[webhooks]]: 消息推送 of one group."""

    chat: str = Field(min_length=1)
    """The group's id in the other sections; any name where it has none."""
    key: Secret


class Routing(_Section):
    """[routing]: which surface carries a push, the first that can."""

    people: tuple[str, ...] = ("smart_bot", "own_app")
    groups: tuple[str, ...] = ("smart_bot", "own_app", "webhook")
