"""The process that reads one workbook: bytes come in, cells or the reason against it go out as JSON.

Run by sheets.reading.apart. It holds no settings, no database and no secrets; its limits are set before a byte is read.
"""

import json
import sys

from intake.reading.child import limit
from sheets.reading.refusals import MOST_OUTPUT, Unreadable, Why


def main() -> None:
    limit(MOST_OUTPUT)
    from sheets.reading.grid import read

    name = sys.argv[1]
    try:
        rows, merged = read(sys.stdin.buffer.read(), name)
        answer: dict[str, object] = {"rows": rows, "merged": merged}
    except Unreadable as error:
        answer = {"why": error.why.value}
    except (MemoryError, RecursionError):
        answer = {"why": Why.TOO_MUCH_WORK.value}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
