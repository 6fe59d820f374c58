"""Programs that stand beside duban in front of the same driver, each in a process of its own."""
