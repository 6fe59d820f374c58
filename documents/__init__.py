"""Reads office files into plans."""
