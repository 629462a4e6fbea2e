"""The mail server: one connection for a batch of letters, and what its answers mean."""

import contextlib
import smtplib
import socket
from threading import Timer
from typing import Any

from django.core.mail import EmailMessage, get_connection

# However slowly the server answers, one letter takes no longer.
LONGEST = 30.0
# After so many in a row that broke off, the server is left alone until the next tick.
MOST_BROKEN = 3


class ServerAway(Exception):
    """There is nobody to talk to, or he does not let us in: the letter is not to blame and loses no attempt."""


class LetterRefused(Exception):
    """For good (5xx): sent again it would be refused again."""

    def __init__(self, words: str, *, is_bounce: bool) -> None:
        super().__init__(words)
        self.is_bounce = is_bounce  # the address is wrong, not the letter


class MailServer:
    def __init__(self) -> None:
        self._connection: Any = None
        self.broken = 0

    @property
    def is_broken(self) -> bool:
        return self.broken >= MOST_BROKEN

    def send(self, message: EmailMessage) -> None:
        """Raises ServerAway, LetterRefused, or whatever else may be over by the next attempt."""
        self._open()
        watch = Timer(LONGEST, self._cut)
        watch.daemon = True
        watch.start()
        try:
            self._connection.send_messages([message])
        except smtplib.SMTPException as error:
            self._judge(error)
            raise
        except Exception:
            self._break_off()
            raise
        finally:
            watch.cancel()
        self.broken = 0

    def close(self) -> None:
        if self._connection is not None:
            # Whatever it answers to a farewell, the letters are out.
            with contextlib.suppress(Exception):
                self._connection.close()
            self._connection = None

    def _open(self) -> None:
        self._connection = self._connection or get_connection()
        try:
            self._connection.open()
        except (OSError, smtplib.SMTPException) as error:
            self._connection = None
            raise ServerAway(f"{type(error).__name__}: {error}") from error

    def _judge(self, error: smtplib.SMTPException) -> None:
        """Raise LetterRefused for what is refused for good; keep the connection where it is still of use."""
        code, words, is_bounce = _answer(error)
        if code is None or code == 421:
            self._break_off()
        elif 500 <= code < 600:
            raise LetterRefused(words, is_bounce=is_bounce) from error

    def _break_off(self) -> None:
        """No farewell to a server that has stopped answering."""
        self.broken += 1
        smtp = getattr(self._connection, "connection", None)
        if smtp is not None:
            with contextlib.suppress(Exception):
                smtp.close()
        self._connection = None

    def _cut(self) -> None:
        smtp = getattr(self._connection, "connection", None)
        sock = getattr(smtp, "sock", None)
        if sock is not None:
            with contextlib.suppress(Exception):
                sock.shutdown(socket.SHUT_RDWR)


def _answer(error: smtplib.SMTPException) -> tuple[int | None, str, bool]:
    """The server's code and words, and whether they are about the recipient; no code where it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return code, f"{code} {_text(words)}", True
    # Who refuses our own name refuses all letters: that may be put right at the server.
    if isinstance(error, smtplib.SMTPResponseException) and not isinstance(error, smtplib.SMTPSenderRefused):
        return error.smtp_code, f"{error.smtp_code} {_text(error.smtp_error)}", False
    return None, str(error), False


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else str(words)
