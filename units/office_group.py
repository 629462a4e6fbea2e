"""What accounts of the ministry office may do in the administration pages."""

from django.contrib.auth.models import Group, Permission

# What the office keeps in the administration pages, beside its work in the product.
OFFICE_KEEPS = {
    "calendarday": ("add", "change", "delete", "view"),
    "unitgroup": ("add", "change", "view"),
    "groupmember": ("add", "change", "delete", "view"),
    "field": ("add", "change", "view"),
    "unit": ("view",),
    "leader": ("view",),
    "meeting": ("add", "change", "view"),
    # What the office may decide is not for the office to say.
    "delegation": ("view",),
    "reminderrule": ("add", "change", "delete", "view"),
    "reminder": ("view",),
    "digest": ("view",),
    "sweep": ("view",),
    "directive": ("view",),
    "assignment": ("view",),
}
OFFICE_GROUP = "Văn phòng Bộ"


def office_group() -> Group:
    """The accounts of the ministry office in the administration pages, with what they keep there."""
    group, _created = Group.objects.get_or_create(name=OFFICE_GROUP)
    names = [f"{verb}_{model}" for model, verbs in OFFICE_KEEPS.items() for verb in verbs]
    group.permissions.add(*Permission.objects.filter(codename__in=names))
    return group
