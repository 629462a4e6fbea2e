"""The units, and the people with their posts, as workbooks; the same columns are the templates they come in by."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sheets.content import Asking, Book, Column, of_query
from units.models import Post, Unit, User
from units.working_calendar import today

UNIT_COLUMNS = [
    Column("unit", gettext_lazy("Code of the unit"), lambda one: one.code, width=16),
    Column("unit_name", gettext_lazy("Name of the unit"), lambda one: one.name, width=50),
    Column("short_name", gettext_lazy("Short name"), lambda one: one.short_name, width=24),
    Column("unit_kind", gettext_lazy("Kind of unit"), lambda one: str(one.get_kind_display()), width=22),
    Column("under", gettext_lazy("Under the unit (code)"), lambda one: one.parent.code if one.parent else "", width=18),
    Column("starts", gettext_lazy("Exists from"), lambda one: one.starts_on, "day", 13),
    Column("ends", gettext_lazy("Exists until"), lambda one: one.ends_on, "day", 13),
    Column("other_names", gettext_lazy("Other names"), lambda one: other_names(one), width=40),
]  # fmt: skip
USER_COLUMNS = [
    Column("username", gettext_lazy("Name to sign in with"), lambda one: one.user.username, width=22),
    Column("full_name", gettext_lazy("Full name"), lambda one: one.user.full_name, width=30),
    Column("email", gettext_lazy("Mail address"), lambda one: one.user.email, width=32),
    Column("phone", gettext_lazy("Telephone"), lambda one: one.user.phone, width=16),
    Column("role", gettext_lazy("Role"), lambda one: str(one.post.get_role_display()) if one.post else "", width=22),
    Column("place", gettext_lazy("Unit or leader"), lambda one: place_of(one.post), width=40),
    Column("post_title", gettext_lazy("Title of the post"), lambda one: one.post.title if one.post else "", width=24),
    Column("post_from", gettext_lazy("In the post from"), lambda one: one.post and one.post.starts_on, "day", 13),
    Column("post_to", gettext_lazy("In the post until"), lambda one: one.post and one.post.ends_on, "day", 13),
]  # fmt: skip


@dataclass(frozen=True)
class Held:
    """A row of people: an account with one of its posts, or with none."""

    user: Any
    post: Any


def other_names(unit: Any) -> str:
    return "; ".join(sorted(one.alias for one in unit.aliases.all()))


def place_of(post: Any) -> str:
    return str(post.unit or post.leader or "") if post else ""


def of_units(asking: Asking) -> Book:
    rows = Unit.objects.select_related("parent").prefetch_related("aliases").order_by("sort_key", "pk")
    return Book(_("Units"), [of_query(_("Units"), UNIT_COLUMNS, rows)], [(_("List"), _("Units"))])


def of_people(asking: Asking) -> Book:
    posts = Post.objects.select_related("unit", "leader").order_by("starts_on", "pk")
    rows = User.objects.filter(is_active=True).prefetch_related(Prefetch("posts", posts)).order_by("username")
    table = of_query(_("People and posts"), USER_COLUMNS, rows)
    of_users = table.pieces

    def pieces() -> Any:
        for users in of_users():
            yield [Held(user, post) for user in users for post in user.posts.all() or [None]]

    table.pieces = pieces
    return Book(
        _("People and posts"),
        [table],
        [(_("List"), _("People and posts")), (_("As of"), f"{today():%d/%m/%Y}")],
    )
