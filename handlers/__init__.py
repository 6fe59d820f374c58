"""Decides: takes a command, returns a decision."""
