"""Files people hand in: what is accepted, and what every stored file is known by."""

import hashlib
import unicodedata
import uuid
import zipfile
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.text import fold

# Ending -> media type, first bytes, and for the zip-shaped the entry that must be inside.
ACCEPTED: dict[str, tuple[str, bytes, str]] = {
    ".pdf": ("application/pdf", b"%PDF-", ""),
    ".docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        b"PK\x03\x04",
        "word/document.xml",
    ),
    ".xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        b"PK\x03\x04",
        "xl/workbook.xml",
    ),
    ".pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        b"PK\x03\x04",
        "ppt/presentation.xml",
    ),
    ".odt": ("application/vnd.oasis.opendocument.text", b"PK\x03\x04", "content.xml"),
    ".doc": ("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""),
    ".xls": ("application/vnd.ms-excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n", ""),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff", ""),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff", ""),
    ".txt": ("text/plain", b"", ""),
}
ACCEPT = ",".join(ACCEPTED)  # for the file field of a form
# What a browser shows by itself, without our opening it.
SHOWN = {"application/pdf": "pdf", "image/png": "picture", "image/jpeg": "picture"}


def validate_file(upload) -> None:
    """Refuse a file that is too big, empty, of a kind that is not accepted, or not what its name says."""
    limit = settings.FILE_MAX_BYTES
    if upload.size > limit:
        raise ValidationError(
            _("“%(name)s” has %(size)s; a file may have at most %(limit)s.")
            % {"name": upload.name, "size": filesizeformat(upload.size), "limit": filesizeformat(limit)}
        )
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": upload.name})
    ending = Path(upload.name).suffix.lower()
    if ending not in ACCEPTED:
        raise ValidationError(
            _("“%(name)s”: files of this type are not accepted. Accepted are: %(types)s.")
            % {"name": upload.name, "types": ", ".join(name.lstrip(".") for name in ACCEPTED)}
        )
    if not _is_what_it_says(upload, ending):
        raise ValidationError(
            _("“%(name)s” is not a %(type)s file, whatever its name says. Save it again in the right format.")
            % {"name": upload.name, "type": ending.lstrip(".")}
        )


def _is_what_it_says(upload, ending: str) -> bool:
    _type, first_bytes, entry = ACCEPTED[ending]
    upload.seek(0)
    head = upload.read(4096)
    upload.seek(0)
    if ending == ".txt":
        return _is_text(head)
    if not head.startswith(first_bytes):
        return False
    if not entry:
        return True
    try:
        with zipfile.ZipFile(upload) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    finally:
        upload.seek(0)
    # A macro inside a document that claims to have none is a lie as well.
    return entry in names and not any(name.lower().endswith("vbaproject.bin") for name in names)


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A letter of several bytes may be cut by the end of the sample.
        return error.start >= len(head) - 3 and len(head) == 4096
    return not head.lstrip().lower().startswith((b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml"))


def random_path(instance, filename: str) -> str:
    """Stored under a random name: what a person typed never becomes a path."""
    return f"{instance._meta.model_name}/{uuid.uuid4().hex}{Path(filename).suffix.lower()}"


class StoredFile(models.Model):
    """A file as it was handed in. `name` is what the person called it; it is served by that name only."""

    file = models.FileField(gettext_lazy("file"), upload_to=random_path, validators=[validate_file])
    name = models.CharField(gettext_lazy("file name"), max_length=255)
    media_type = models.CharField(gettext_lazy("type"), max_length=100)
    size = models.PositiveBigIntegerField(gettext_lazy("size in bytes"))
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(gettext_lazy("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("uploaded by")
    )
    search_text = models.TextField(editable=False, default="")

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.search_text = fold(self.searched())
        super().save(*args, **kwargs)

    @property
    def shown_as(self) -> str:
        """ "pdf" or "picture" where it can be looked at in place, else nothing."""
        return SHOWN.get(self.media_type, "")

    @property
    def view_url(self) -> str:
        return f"{self.get_absolute_url()}view/"  # type: ignore[attr-defined]

    def searched(self) -> str:
        """What the file is found by."""
        return self.name

    @classmethod
    def from_upload(cls, upload, *, by, **owner):
        """Check the upload and store it with its hash; raises ValidationError."""
        validate_file(upload)
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        upload.seek(0)
        ending = Path(upload.name).suffix.lower()
        return cls._default_manager.create(
            file=upload,
            name=unicodedata.normalize("NFC", Path(upload.name).name)[-255:],
            media_type=ACCEPTED[ending][0],
            size=upload.size,
            sha256=digest.hexdigest(),
            uploaded_by=by,
            **owner,
        )
