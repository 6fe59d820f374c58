"""Runs the world: channels, clock, configuration, command line."""
