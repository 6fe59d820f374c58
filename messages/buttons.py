"""The buttons under an application: their labels, and the typed command each stands for."""

from ledger.plan import ItemRef

Buttons = tuple[tuple[str, str], ...]

_APPROVE = "同意"


def closing(ref: ItemRef) -> Buttons:
    """Offer the answers to an application for closing."""
    return ((_APPROVE, f"同意 {ref} 销号"), ("退回", f"退回 {ref}"))


def extension(ref: ItemRef) -> Buttons:
    """Offer the answers to an application for a later date."""
    return ((_APPROVE, f"同意 {ref} 延期"), ("不同意", f"不同意 {ref} 延期"))
