"""Mails as files where no mail server is set: one file a message, named .eml so that mail programs open it."""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.core.mail.backends.filebased import EmailBackend as FileBackend


class EmailBackend(FileBackend):
    def send_messages(self, email_messages):
        """Django's own keeps one stream open for all; here each message is a file."""
        for message in email_messages:
            self.write_message(message)
        return len(email_messages)

    def write_message(self, message):
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        target = Path(self.file_path) / f"{stamp}-{uuid4().hex[:8]}.eml"
        # Written beside and renamed: nobody opens half a mail.
        draft = target.with_suffix(".part")
        draft.write_bytes(message.message().as_bytes())
        draft.replace(target)

    def open(self):
        return False

    def close(self):
        pass
