"""All handlers in one router; reading the imports tells everything the bot does."""

from handlers import (
    approvals,
    asking,
    bindings,
    coordination,
    extensions,
    histories,
    people,
    queries,
    reports,
    roles,
    rounds,
    standing,
    summaries,
    withdrawals,
)
from handlers.router import Router

_ROOMS = (
    approvals,
    asking,
    bindings,
    coordination,
    extensions,
    histories,
    people,
    queries,
    reports,
    roles,
    rounds,
    standing,
    summaries,
    withdrawals,
)


def all_routes() -> Router:
    """Collect the handlers of every file."""
    router = Router()
    for module in _ROOMS:
        router.include(module.router)
    return router
