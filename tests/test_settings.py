"""Production refuses to start where it would be open; one machine needs nothing set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAFE = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "x1Y2" * 20,
    "ALLOWED_HOSTS": "dondoc.example.gov.vn",
    "SITE_URL": "https://dondoc.example.gov.vn",
}


def start(tmp_path, **environment: str) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); print('started')"],
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def test_one_machine_starts_with_nothing_set(tmp_path):
    assert start(tmp_path).stdout == "started\n"


def test_the_key_made_at_the_first_start_is_kept(tmp_path):
    start(tmp_path)
    key = (tmp_path / "secret_key").read_text()
    start(tmp_path)
    assert (tmp_path / "secret_key").read_text() == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_production_starts_with_what_it_needs(tmp_path):
    assert start(tmp_path, **SAFE).stdout == "started\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("DEBUG", "1"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "dondoc.example.gov.vn,*"),
        ("SITE_URL", "http://dondoc.example.gov.vn"),
        ("ENVIRONMENT", "prodcution"),
        ("EMAIL_URL", "smtp://don-doc:matkhau@mail.example.vn:25"),
    ],
)
def test_production_refuses_to_start_open(tmp_path, name, value):
    refused = start(tmp_path, **{**SAFE, name: value})
    assert refused.returncode != 0
    assert "ImproperlyConfigured" in refused.stderr
    assert name in refused.stderr
