"""Minutes are looked at here; they are taken in and decided on their own pages, where the journal hears of it."""

from django.contrib import admin

from intake.models import Minutes, Proposal
from units.admin import LookedAtMixin


@admin.register(Minutes)
class MinutesAdmin(LookedAtMixin, admin.ModelAdmin):
    list_display = ["name", "kind", "meeting", "read_by", "read_at", "handed_over_at"]
    list_filter = ["kind"]
    list_select_related = ["meeting", "read_by"]
    search_fields = ["name"]
    # The file itself is handed out by its page alone.
    exclude = ["file", "version"]

    def get_queryset(self, request):
        return Minutes.objects.visible_to(request.user)


@admin.register(Proposal)
class ProposalAdmin(LookedAtMixin, admin.ModelAdmin):
    list_display = ["__str__", "minutes", "origin", "state", "directive", "decided_by", "decided_at"]
    list_filter = ["state", "origin"]
    list_select_related = ["minutes", "directive", "decided_by"]

    def get_queryset(self, request):
        return Proposal.objects.visible_to(request.user)
