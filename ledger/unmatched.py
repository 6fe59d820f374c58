"""Settings that are meant for a plan or an item which the ledger does not hold."""

from ledger.book import Ledger
from ledger.rules import Rules


def unmatched(rules: Rules, ledger: Ledger) -> tuple[str, ...]:
    """Name the plans and items of the settings that nothing in the ledger answers to.

    None while the ledger is empty: the settings may be written before the first import.
    """
    if not ledger.books:
        return ()
    numbers = {str(ref) for book in ledger.books.values() for ref in book.states}
    named = {f"{name} {ref}" for name, book in ledger.books.items() for ref in book.states}
    plans = set(rules.of_plans) - set(ledger.books)
    items = (set(rules.of_items) | rules.sensitive) - numbers - named
    return (*sorted(plans), *sorted(items))
