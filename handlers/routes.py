"""All handlers in one router; reading the imports tells everything the bot does."""

from handlers import (
    amendments,
    approvals,
    asking,
    bindings,
    coordination,
    extensions,
    hiding,
    histories,
    pausing,
    people,
    queries,
    reminding,
    reports,
    roles,
    rounds,
    standing,
    successions,
    summaries,
    system,
    withdrawals,
)
from handlers.router import Router

_ROOMS = (
    amendments,
    approvals,
    asking,
    bindings,
    coordination,
    extensions,
    hiding,
    histories,
    people,
    pausing,
    queries,
    reminding,
    reports,
    roles,
    rounds,
    standing,
    successions,
    summaries,
    system,
    withdrawals,
)


def all_routes() -> Router:
    """Collect the handlers of every file."""
    router = Router()
    for module in _ROOMS:
        router.include(module.router)
    return router
