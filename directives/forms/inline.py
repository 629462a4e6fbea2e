"""The small form in a row of the table: who sees to it, who follows it, and a note."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directives import actions, lifecycle
from directives.forms.assignment import FollowForm, HandOverForm
from directives.models import Assignment
from units.standing import Standing


class InlineForm(forms.Form):
    """Offers what the law leaves open to this person: hand_over, follow, comment. All or nothing."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    is_taken = False

    def __init__(self, *args: Any, row: Assignment, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields["version"].initial = row.version
        steps = dict(lifecycle.open_steps(standing, row.case(standing)))
        for verb, name, form in (("hand_over", "officer", HandOverForm), ("follow", "follower", FollowForm)):
            # A party without accounts has no officer here.
            if verb in steps and not (name == "officer" and row.unit and row.unit.is_external):
                self.fields[name] = form(row=row, standing=standing, verb=verb).fields[name]
                self.initial[name] = getattr(row, name) and getattr(row, name).username
        if "comment" in steps:
            self.fields["note"] = forms.CharField(label=_("Note"), required=False, max_length=2000)
        for name, field in self.fields.items():
            # The inputs stand in the table, their form beside it.
            field.widget.attrs |= {"form": "inline", "id": f"inline_{name}"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("officer", "follower"):
            if name in self.fields and name not in self.data:
                # Left out is not the same as taken back.
                self.add_error(name, _("Name the person, or send it empty to take the work back."))
        return data

    def take(self, *, by: Any) -> bool:
        """Take the steps for what was changed; on wrong values show each error at its field."""
        try:
            with transaction.atomic():
                self._take(by)
            self.is_taken = True
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name if name in self.fields else None, messages)
        return self.is_taken

    def too_late(self, message: str) -> None:
        """Somebody was quicker: what was typed stays, and can be sent again once the change was read."""
        self.row.refresh_from_db()
        data: Any = self.data.copy()
        data["version"] = self.row.version
        self.data = data
        self.add_error(None, message)

    def _take(self, by: Any) -> None:
        data, version = self.cleaned_data, self.cleaned_data["version"]
        row, is_first = self.row, {"version": version}
        if "follower" in self.fields and data["follower"] != row.follower:
            actions.follow(row, by=by, follower=data["follower"], **is_first)
            is_first = {}
        if "officer" in self.fields and data["officer"] != row.officer:
            actions.hand_over(row, by=by, officer=data["officer"], **is_first)
        if data.get("note"):
            actions.comment(row, by=by, text=data["note"])
