"""The signing key of a machine that was given none: made once, kept beside its data."""

import contextlib
import os
import secrets
from pathlib import Path


def development_secret_key(data_dir: Path) -> str:
    """Return the key in `data_dir`, making it at the first start; two starts at once agree on one."""
    path = data_dir / "secret_key"
    if not path.exists():
        draft = data_dir / f".secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
