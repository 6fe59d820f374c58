"""How long the surfaces wait, for what: in seconds, as docs/wecom.md explains them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The defaults are those of the field; tests shrink them."""

    reach: float = 3.0
    """Until the socket stands; `connect` is for the whole handshake."""
    connect: float = 10.0
    ack: float = 10.0
    ping: float = 30.0
    first_backoff: float = 1.0
    longest_backoff: float = 30.0
    steady_after: float = 10.0
    """A connection that held so long starts the backoff anew."""
    stand_aside: float = 300.0
    longest_aside: float = 3600.0
    deaf_after: float = 7200.0
    """Seconds of working time without any message."""
    worth_telling: float = 60.0
    """A shorter outage is not announced."""
    last_words: float = 3.0
    """How long a connection that is given up still answers what it heard."""
    few_kicks: float = 600.0
    """Three takeovers within so many connected seconds are an alarm."""
