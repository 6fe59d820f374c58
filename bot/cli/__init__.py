"""The `duban` command, a file for each group of subcommands."""
