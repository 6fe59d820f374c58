"""Measures duban beside a naive version and raw SQLite, in one run; `make bench` prints it."""
