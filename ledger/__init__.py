"""What is true: items, dates, states and rights. Pure: no I/O, no clock, no async."""
