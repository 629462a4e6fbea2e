"""Units and people come in: what is there is held against, what is new is entered; nothing is changed by a file."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sheets.content import Column
from sheets.incoming.cells import Row, Wrong, day, lines, one_of, short, text
from sheets.incoming.importing import Examined, Importer, Outcome
from sheets.incoming.names import Names
from sheets.incoming.words import in_both
from sheets.lists.register import UNIT_COLUMNS, USER_COLUMNS, Held
from units.entering import add_account, add_post, add_unit, kind_of
from units.models import Post, Role, Unit, UnitKind, User
from units.models.person import LEADER_ROLES, UNIT_ROLES
from units.standing import Standing, keeps_the_register
from units.working_calendar import today


class _OfRegister(Importer):
    @classmethod
    def check_right(cls, user, standing: Standing) -> None:
        if not keeps_the_register(user, standing):
            raise PermissionDenied(_("The register is kept by the administrator."))


class UnitImporter(_OfRegister):
    kind = "units"
    # A unit and its superior may stand far apart in the file.
    at_once = True
    label = gettext_lazy("Units")
    keys = ("unit", "unit_name")
    column_of = {
        "code": "unit",
        "name": "unit_name",
        "kind": "unit_kind",
        "starts_on": "starts",
        "ends_on": "ends",
        "parent": "under",
    }

    def __init__(self, **who: Any) -> None:
        super().__init__(**who)
        units = Unit.objects.select_related("parent").prefetch_related("aliases")
        self.known = {unit.code.casefold(): unit for unit in units}
        self.coming: dict[str, dict[str, Any]] = {}
        self.seen: dict[str, int] = {}
        self.in_file: dict[str, str] = {}  # code -> code of the superior, of the whole file
        self.read_kind = one_of(in_both(UnitKind), default="")

    @classmethod
    def columns(cls) -> list[Column]:
        return UNIT_COLUMNS

    def prepare(self, rows: Any) -> None:
        # A superior may stand further down.
        for row in rows:
            self.in_file[text(row, "unit").strip().casefold()] = text(row, "under").strip().casefold()

    def judge(self, row: Row) -> Examined:
        code = row.read("unit", short(40), "")
        if not code:
            if not row.problems:
                row.problem("unit", _("A code is needed."))
            return Examined(Outcome.WRONG)
        if known := self.known.get(code.casefold()):
            for name in self.said_otherwise(row, UNIT_COLUMNS, known):
                words = _("%(what)s is here and says otherwise; it is changed in the administration pages.")
                row.problem(name, words % {"what": known.code})
            return Examined(Outcome.SAME, f"{known.code} {known.name}"[:300])
        return self._new(row, code)

    def _new(self, row: Row, code: str) -> Examined:
        how = {
            "unit_name": short(300), "short_name": short(100), "unit_kind": self.read_kind, "starts": day, "ends": day,
            "under": short(40),
        }  # fmt: skip
        values = {name: row.read(name, read) for name, read in how.items()}
        if not values["unit_name"] and not row.problems:
            row.problem("unit_name", _("A name is needed."))
        if values["starts"] and values["ends"] and values["ends"] < values["starts"]:
            row.problem("ends", _("The last day is before the first."))
        under = (values["under"] or "").casefold()
        if under and under not in self.known and under not in self.in_file:
            row.problem("under", _("There is no unit with the code “%(code)s”.") % {"code": values["under"]})
        elif self._is_circle(code.casefold()):
            row.problem("under", _("%(code)s stands under itself.") % {"code": code})
        if (number := self.seen.setdefault(code.casefold(), row.number)) != row.number:
            row.problem("unit", _("The same code as in row %(n)s.") % {"n": number})
        if not row.problems:
            self.coming[code.casefold()] = {**values, "code": code, "other_names": lines(row, "other_names")}
        label = f"{code} {values['unit_name'] or ''}"[:300]
        return Examined(Outcome.NEW, label, lambda: self._entered(code.casefold()))

    def _is_circle(self, code: str) -> bool:
        seen: set[str] = set()
        while code in self.in_file and code not in self.known:
            if code in seen:
                return True
            seen.add(code)
            code = self.in_file[code]
        return False

    def _entered(self, code: str) -> Unit | None:
        """The unit of that code, entered with its superiors before it."""
        if code in self.known:
            return self.known[code]
        if code not in self.coming:
            raise ValidationError({"parent": _("Its superior is in a row that is left out.")})
        values = self.coming[code]
        under = (values["under"] or "").casefold()
        unit = add_unit(
            by=self.by,
            code=values["code"],
            name=values["unit_name"],
            short_name=values["short_name"] or "",
            kind=values["unit_kind"] or kind_of(values["unit_name"]),
            parent=self._entered(under) if under else None,
            starts_on=values["starts"],
            ends_on=values["ends"],
            aliases=values["other_names"],
        )
        self.known[code] = unit
        return unit


class PersonImporter(_OfRegister):
    kind = "people"
    label = gettext_lazy("People and posts")
    keys = ("username",)
    column_of = {
        "unit": "place",
        "leader": "place",
        "starts_on": "post_from",
        "ends_on": "post_to",
        "title": "post_title",
    }

    def __init__(self, **who: Any) -> None:
        super().__init__(**who)
        self.names = Names()
        self.read_role = one_of(in_both(Role), default="")
        self.users: dict[str, User] = {}
        self.posts: dict[int, list[Post]] = {}
        self.coming: dict[str, int] = {}
        self.seen: dict[tuple[Any, ...], int] = {}

    @classmethod
    def columns(cls) -> list[Column]:
        return USER_COLUMNS

    def prepare(self, rows: Any) -> None:
        names = {text(row, "username").strip() for row in rows}
        self.users = {user.username.casefold(): user for user in User.objects.filter(username__in=names)}
        for post in Post.objects.filter(user__in=self.users.values()).select_related("unit", "leader"):
            self.posts.setdefault(post.user_id, []).append(post)

    def judge(self, row: Row) -> Examined:
        username = row.read("username", short(150), "")
        if not username:
            if not row.problems:
                row.problem("username", _("A name to sign in with is needed."))
            return Examined(Outcome.WRONG)
        role = row.read("role", self.read_role, "")
        starts_on, ends_on = row.read("post_from", day), row.read("post_to", day)
        place = (
            row.read("place", lambda row, name: self._place(row, name, role, starts_on or today()))
            if role
            else None
        )
        if row.problems:
            return Examined(Outcome.WRONG, username)
        user = self.users.get(username.casefold())
        held = self._held(user, role, place) if user else None
        label = f"{username} · {Role(role).label if role else '–'} {place or ''}"[:300]
        if user is not None:
            self._hold_against(row, user, held if role else None)
            if held or not role or row.problems:
                return Examined(Outcome.SAME, label)
        else:
            self._check_account(row, username)
            if not role:
                row.problem("role", _("Which role? Without a post an account sees nothing."))
        key = (username.casefold(), role, str(place))
        if (number := self.seen.setdefault(key, row.number)) != row.number:
            row.problem("username", _("The same as row %(n)s.") % {"n": number})
        if starts_on and ends_on and ends_on < starts_on:
            row.problem("post_to", _("The last day is before the first."))
        title = row.read("post_title", short(120), "")

        def act() -> None:
            add_post(
                self._account(row, username),
                by=self.by,
                role=role,
                unit=place if role in UNIT_ROLES else None,
                leader=place if role in LEADER_ROLES else None,
                starts_on=starts_on,
                ends_on=ends_on,
                title=title,
            )

        return Examined(Outcome.NEW, label, act)

    def _place(self, row: Row, name: str, role: str, on: Any) -> Any:
        words = " ".join(text(row, name).split())
        if role in LEADER_ROLES:
            if not words:
                raise Wrong(_("Which leader? The role belongs to one."))
            return self.names.leader_in(row, name, words)
        if role in UNIT_ROLES:
            if not words:
                raise Wrong(_("Which unit? The role belongs to one."))
            return self.names.unit(row, name, words, on)
        if words:
            raise Wrong(_("This role belongs to no unit: leave the cell empty."))
        return None

    def _held(self, user: User, role: str, place: Any) -> Post | None:
        return next(
            (
                post
                for post in self.posts.get(user.pk, ())
                if post.role == role and (post.unit or post.leader) == place
            ),
            None,
        )

    def _hold_against(self, row: Row, user: User, post: Post | None) -> None:
        of_account = ("username", "full_name", "email", "phone")
        for name in self.said_otherwise(row, USER_COLUMNS, Held(user, post)):
            # Of a post that is new only the account is there to be held against; a place may stand under an old name.
            if name in of_account or (post is not None and name not in ("place", "role")):
                words = _("%(what)s is here and says otherwise; it is changed in the administration pages.")
                row.problem(name, words % {"what": user.username})

    def _check_account(self, row: Row, username: str) -> None:
        full_name, email = row.read("full_name", short(120), ""), row.read("email", short(254), "")
        row.read("phone", short(30))
        first = self.coming.setdefault(username.casefold(), row.number)
        if not full_name and first == row.number:
            row.problem("full_name", _("A full name is needed."))
        try:
            User._meta.get_field("username").run_validators(username)
        except ValidationError as error:
            row.problem("username", " ".join(error.messages))
        if email:
            try:
                validate_email(email)
            except ValidationError as error:
                row.problem("email", " ".join(error.messages))
        elif first == row.number:
            row.note(
                "email",
                _("Without an address nobody can set the password by mail: the administrator sets it."),
            )

    def _account(self, row: Row, username: str) -> User:
        user = self.users.get(username.casefold())
        if user is None:
            user, _password = add_account(
                by=self.by,
                username=username,
                full_name=short(120)(row, "full_name"),
                email=short(254)(row, "email"),
                phone=short(30)(row, "phone"),
                is_told=False,
            )
            self.users[username.casefold()] = user
        return user
