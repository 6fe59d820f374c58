"""What an administrator has set up in the console: bots, the own app, webhooks, members."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field


def made_up(label: str) -> str:
    """Return a credential that is the same at every start, so that a config keeps working."""
    return hashlib.sha256(label.encode()).hexdigest()[:40]


def made_up_aes_key(label: str) -> str:
    """Return an EncodingAESKey: 43 letters and digits that decode to 32 bytes."""
    return hashlib.sha256(label.encode()).hexdigest()[:42] + "A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One company's set-up; every value may be overridden."""

    bots: Mapping[str, str] = field(
        default_factory=lambda: {"aibSIMULATED0001": made_up("bot secret")}
    )
    """Bot id → secret of the long connection."""
    bot_name: str = "督办助手"
    bot_token: str = made_up("bot token")
    bot_aes_key: str = made_up_aes_key("bot aes key")
    corp_id: str = "wwSIMULATED000001"
    agent_id: int = 1000002
    app_secret: str = made_up("app secret")
    app_token: str = made_up("app token")
    app_aes_key: str = made_up_aes_key("app aes key")
    webhooks: frozenset[str] = frozenset({str(uuid.uuid5(uuid.NAMESPACE_DNS, "webhook"))})
    members: frozenset[str] | None = None
    """User ids that exist and are in the app's scope; None: everybody does."""
    names: Mapping[str, str] = field(default_factory=dict)
    """User id → display name for `user/get`."""
    open_userids: Mapping[str, str] = field(default_factory=dict)
    """Encrypted id → plain id."""
    trusted_ips: frozenset[str] | None = None
    """Addresses the own app may call from; None: any."""

    @property
    def bot_id(self) -> str:
        """The first bot, which speaks and hears unless another is named."""
        return next(iter(self.bots))

    @property
    def bot_secret(self) -> str:
        """The first bot's secret."""
        return self.bots[self.bot_id]

    @property
    def webhook_key(self) -> str:
        """One of the webhook keys."""
        return next(iter(sorted(self.webhooks)))
