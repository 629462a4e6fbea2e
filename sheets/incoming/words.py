"""Labels in both languages: a file may come from somebody who reads the other one."""

from typing import Any

from django.conf import settings
from django.utils import translation


def in_both(choices: Any) -> list[tuple[str, list[str]]]:
    """The values of TextChoices, each with its label in the reader's language first and then in the others."""
    languages = [translation.get_language() or settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)]
    found = []
    for one in choices:
        words = []
        for language in languages:
            with translation.override(language):
                words.append(str(one.label))
        found.append((one.value, words))
    return found
