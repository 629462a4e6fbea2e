"""Meetings are looked at here; they are kept on their own pages, where the journal hears of it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from journal.admin import VERB_WORDS
from meetings.models import Meeting, MeetingDocument
from units.admin import LookedAtInline, LookedAtMixin

VERBS = {
    "add_meeting": gettext_lazy("Meeting added"),
    "edit_meeting": gettext_lazy("Meeting edited"),
    "add_document": gettext_lazy("Document attached"),
}
VERB_WORDS.append(lambda verb: str(VERBS.get(verb, verb)))


class DocumentInline(LookedAtInline):
    model = MeetingDocument
    # The file itself is handed out by its page alone.
    fields = ["title", "name", "media_type", "size", "uploaded_by", "uploaded_at"]
    readonly_fields = ("title", "name", "media_type", "size", "uploaded_by", "uploaded_at")

    def get_queryset(self, request):
        return MeetingDocument.objects.visible_to(request.user)


@admin.register(Meeting)
class MeetingAdmin(LookedAtMixin, admin.ModelAdmin):
    list_display = ["code", "title", "kind", "period", "held_on", "presided_by"]
    list_filter = ["kind"]
    list_select_related = ["presided_by"]
    search_fields = ["code", "title"]
    inlines = [DocumentInline]

    def get_queryset(self, request):
        return Meeting.objects.visible_to(request.user)
