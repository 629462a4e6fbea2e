"""An SMTP server that writes down every letter it is given, and misbehaves as told.

Runs as a process of its own: `python -m tests.faults.sink PORT FOLDER`. `FOLDER/mode.json` says how it behaves and
is read anew for every letter; `FOLDER/letters.jsonl` receives one line a letter, written before the answer is given.
"""

import asyncio
import json
import random
import re
import sys
import time
from email import message_from_bytes
from email.policy import SMTP as POLICY
from pathlib import Path

from aiosmtpd.smtp import SMTP

CODE = re.compile(rb"F\d{7}")


class Sink:
    """The handler: `mode` is a dict such as {"refuse": "451 busy"} or {"cut": 0.05}."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.letters = (folder / "letters.jsonl").open("a", buffering=1)
        self.random = random.Random(20261126)
        self._mode: dict = {}
        self._read_at = 0.0

    @property
    def mode(self) -> dict:
        path = self.folder / "mode.json"
        changed_at = path.stat().st_mtime_ns if path.exists() else 0
        if changed_at != self._read_at:
            self._read_at, self._mode = changed_at, json.loads(path.read_text()) if changed_at else {}
        return self._mode

    def note(self, kind: str, envelope, raw: bytes = b"") -> None:
        # Only the heads are parsed; codes are ASCII and stand in the text as they are.
        heads = message_from_bytes(raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", policy=POLICY)
        codes = {code.decode() for code in CODE.findall(raw.replace(b"=\r\n", b""))}
        row = {
            "kind": kind,
            "at": time.time(),
            "to": list(envelope.rcpt_tos),
            "id": str(heads["Message-ID"] or ""),
            "subject": str(heads["Subject"] or ""),
            "codes": sorted(codes),
            "heads": sorted(name.lower() for name in heads.keys()),  # noqa: SIM118 - doubles are wanted
        }
        self.letters.write(json.dumps(row) + "\n")

    async def handle_MAIL(self, server, session, envelope, address, options):
        if refusal := self.mode.get("refuse"):
            self.note("refused", envelope)
            return refusal
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        if answer := self.mode.get("recipients", {}).get(address):
            self.note("refused", envelope)
            envelope.rcpt_tos.remove(address)
            return answer
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mode = self.mode
        if stall := mode.get("stall"):
            self.note("stalled", envelope, envelope.content)
            await asyncio.sleep(stall)
            return "451 too slow"
        if delay := mode.get("delay"):
            await asyncio.sleep(delay)
        if self.random.random() < mode.get("drop", 0):
            self.note("drop", envelope, envelope.content)
            server.transport.abort()
            return None
        self.note("received", envelope, envelope.content)
        if self.random.random() < mode.get("cut", 0):
            self.note("cut", envelope, envelope.content)
            server.transport.abort()
            return None
        return "250 OK"


async def main(port: int, folder: Path) -> None:
    sink = Sink(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(sink, hostname="sink", enable_SMTPUTF8=True, loop=loop), "127.0.0.1", port
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
