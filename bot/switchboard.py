"""Which surface carries a push: the first of the settings that reaches the addressee."""

from collections.abc import Sequence

from bot.channel import Channel
from bot.surface_settings import Routing
from storage.mail import AddressKind


class Switchboard:
    """Knows every surface; a surface not named in the settings comes last."""

    def __init__(self, channels: Sequence[Channel], routing: Routing) -> None:
        self.channels = tuple(channels)
        self._people = _ordered(self.channels, routing.people)
        self._groups = _ordered(self.channels, routing.groups)

    @property
    def up(self) -> bool:
        """Whether anything can be carried just now."""
        return any(channel.up for channel in self.channels)

    def carriers(self, to_kind: AddressKind, to: str, only: str = "") -> tuple[Channel, ...]:
        """List the surfaces that reach a person or a group, the preferred first.

        `only` is the surface a question came by; where it cannot any more, any other will do.
        """
        ordered = self._groups if to_kind is AddressKind.GROUP else self._people
        able = tuple(channel for channel in ordered if channel.carries(to_kind, to))
        return tuple(channel for channel in able if channel.name == only) or able

    def reaches_person(self, user_id: str) -> bool:
        """Whether any surface reaches this person."""
        return bool(self.carriers(AddressKind.PERSON, user_id))


def _ordered(channels: Sequence[Channel], names: Sequence[str]) -> tuple[Channel, ...]:
    def place(channel: Channel) -> int:
        return names.index(channel.name) if channel.name in names else len(names)

    return tuple(sorted(channels, key=place))
