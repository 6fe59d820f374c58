"""All handlers in one router; reading the imports tells everything the bot does."""

from handlers import (
    approvals,
    asking,
    coordination,
    extensions,
    histories,
    people,
    queries,
    reports,
    rounds,
    summaries,
)
from handlers.router import Router


def all_routes() -> Router:
    """Collect the handlers of every file."""
    router = Router()
    for module in (approvals, asking, extensions, people, queries, reports, rounds, summaries):
        router.include(module.router)
    for module in (coordination, histories):
        router.include(module.router)
    return router
