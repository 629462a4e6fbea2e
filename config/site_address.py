"""The address for links in mails on a developer's machine, where nobody has set SITE_URL."""

import re
from pathlib import Path

DEFAULT = "http://127.0.0.1:8000"


def development_site_url(data_dir: Path) -> str:
    """Where script/server runs, or last ran, on this data; it writes its address into its lock."""
    try:
        address = (data_dir / "server.lock").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return DEFAULT
    return address if re.fullmatch(r"http://127\.0\.0\.1:\d{1,5}", address) else DEFAULT
