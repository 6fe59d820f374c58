"""The sample ledger for a first look: 56 items with their facts, titles in our own words."""

from dataclasses import replace
from pathlib import Path

from documents.read import read_plan
from documents.reading import Reading

NAME = "营商"
_FILE = Path(__file__).parent / "samples" / "plan.csv"


def sample_plan() -> Reading:
    """Read the sample by the way every document is read; the plan is marked as a sample."""
    reading = read_plan(_FILE, NAME)
    return replace(reading, plan=replace(reading.plan, sample=True))
