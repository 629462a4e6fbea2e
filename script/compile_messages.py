"""Compile each catalogue that is newer than its compiled form, where no gettext is installed."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    for source in sorted(ROOT.glob("locale*/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        language = source.parents[1].name
        try:
            with source.open("rb") as file:
                catalogue = read_po(file, locale=language, abort_invalid=True)
        except PoFileError as error:
            print(f"{source.relative_to(ROOT)}: {error}", file=sys.stderr)
            return 1
        # Written beside and renamed: a running server never reads half a catalogue.
        draft = target.with_suffix(".mo.part")
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        draft.replace(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
