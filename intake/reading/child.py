"""The process that reads one file: bytes come in, the text or the reason against it goes out as JSON.

Run by intake.reading.apart. It holds no settings, no database and no secrets; its limits are set before a byte is read.
"""

import contextlib
import json
import resource
import sys

from intake.reading.limits import CPU_SECONDS, MEMORY, MOST_OUTPUT


def limit(most_output: int = MOST_OUTPUT) -> None:
    """Hold this process to its limits, before it reads a byte."""
    for kind, most in (
        ("RLIMIT_AS", MEMORY),
        ("RLIMIT_CPU", CPU_SECONDS),
        ("RLIMIT_FSIZE", most_output),
        ("RLIMIT_CORE", 0),
    ):
        # macOS refuses a limit on addresses; time and wall clock hold there all the same.
        with contextlib.suppress(ValueError, OSError, AttributeError):
            which = getattr(resource, kind)
            _soft, hard = resource.getrlimit(which)
            if hard != resource.RLIM_INFINITY:
                most = min(most, hard)
            resource.setrlimit(which, (most, most))


def main() -> None:
    limit()
    from intake.reading import Unreadable, Why, read_file

    name = sys.argv[1]
    try:
        document = read_file(sys.stdin.buffer.read(), name)
        answer: dict[str, object] = {
            "text": document.text,
            "kind": document.kind,
            "sha256": document.sha256,
            "remarks": [[remark.note.value, dict(remark.params)] for remark in document.remarks],
        }
    except Unreadable as error:
        answer = {"why": error.why.value, "params": error.params}
    except (MemoryError, RecursionError):
        answer = {"why": Why.TOO_MUCH_WORK.value, "params": {"name": name}}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
