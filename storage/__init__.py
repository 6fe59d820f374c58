"""Remembers: the only package that knows SQL."""
