"""The seed data as it lies in seeds/data, read as plain tables."""

import tomllib
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


def table(name: str) -> dict:
    """The content of one file, such as "units" or "meetings/2024-06"."""
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def briefings() -> list[dict]:
    """The five briefings, in the order they were held."""
    files = sorted((DATA / "meetings").glob("*.toml"))
    return sorted(
        (table(f"meetings/{file.stem}") for file in files), key=lambda one: one["meeting"]["issued_on"]
    )
