"""Reads and writes words: Chinese text to commands, values to Chinese text. Pure."""
