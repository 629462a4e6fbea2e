"""Accounts to try the product with, named by their role. Never made in production."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Group
from django.db import transaction

from units.models import Leader, LeaderTerm, Post, Role, Unit, UnitGroup, User
from units.office_group import OFFICE_GROUP
from units.working_calendar import today

PASSWORD = "don-doc-trinh-dien"  # noqa: S105  (printed at every start; the accounts exist in the demo only)
SINCE = date(2022, 7, 26)
DEMO_LEADER = "lanh-dao-trinh-dien"


@dataclass(frozen=True)
class Account:
    username: str
    full_name: str
    roles: tuple[Role, ...]
    unit: str = ""
    leader: str = ""
    is_listed: bool = True  # printed at the start


ACCOUNTS = [
    Account("cvt.truong", "Cục trưởng Cục Viễn thông (trình diễn)", (Role.HEAD,), unit="CVT"),
    Account("cvt.pho", "Phó Cục trưởng Cục Viễn thông (trình diễn)", (Role.DEPUTY,), unit="CVT"),
    Account("cvt.chuyenvien", "Chuyên viên Cục Viễn thông (trình diễn)", (Role.OFFICER,), unit="CVT"),
    Account("vanphong", "Chuyên viên Văn phòng Bộ (trình diễn)", (Role.OFFICE,), unit="VP"),
    Account("vanphong2", "Chuyên viên thứ hai Văn phòng Bộ (trình diễn)", (Role.OFFICE,), unit="VP"),
    Account("chanhvanphong", "Chánh Văn phòng Bộ (trình diễn)", (Role.HEAD, Role.OFFICE), unit="VP"),
    Account("nhaplieu", "Chuyên viên nhập liệu (trình diễn)", (Role.DATA_ENTRY,), unit="VP"),
    Account("botruong", "Bộ trưởng (tài khoản trình diễn)", (Role.LEADER,), leader="nguyen-manh-hung"),
    Account("lanhdao", "Lãnh đạo Bộ (trình diễn)", (Role.LEADER,), leader=DEMO_LEADER),
    Account("thuky", "Thư ký Lãnh đạo Bộ (trình diễn)", (Role.SECRETARY,), leader=DEMO_LEADER),
    Account("quantri", "Quản trị hệ thống (trình diễn)", (Role.ADMINISTRATOR,)),
]


@transaction.atomic
def load_accounts() -> None:
    """Make the accounts that are missing, and a head for every unit of the 34 that exists today."""
    leader, _created = Leader.objects.get_or_create(
        code=DEMO_LEADER, defaults={"full_name": "Lãnh đạo Bộ (trình diễn)"}
    )
    LeaderTerm.objects.get_or_create(
        leader=leader,
        title=LeaderTerm.Title.DEPUTY_MINISTER,
        defaults={"starts_on": SINCE, "source": "Dữ liệu trình diễn", "certainty": "assumed"},
    )
    for account in [*ACCOUNTS, *_heads()]:
        _make(account)


def _heads() -> list[Account]:
    taken = {account.unit for account in ACCOUNTS}
    units = Unit.objects.filter(memberships__group=UnitGroup.objects.get(code="34-don-vi"))
    return [
        Account(
            f"{unit.code.lower()}.truong",
            f"Trưởng đơn vị {unit.brief_name} (trình diễn)",
            (Role.HEAD,),
            unit=unit.code,
            is_listed=False,
        )
        for unit in units.valid_on(today()).distinct()
        if unit.code not in taken
    ]


def _make(account: Account) -> None:
    user, is_new = User.objects.get_or_create(
        username=account.username,
        defaults={
            "full_name": account.full_name,
            "email": f"{account.username}@dondoc.example",
            "is_staff": account.unit == "VP" or Role.ADMINISTRATOR in account.roles,
            "is_superuser": Role.ADMINISTRATOR in account.roles,
        },
    )
    if is_new:
        user.set_password(PASSWORD)
        user.save()
        if Role.OFFICE in account.roles:
            user.groups.add(Group.objects.get(name=OFFICE_GROUP))
    unit = Unit.objects.get(code=account.unit) if account.unit else None
    leader = Leader.objects.get(code=account.leader) if account.leader else None
    for role in account.roles:
        Post.objects.get_or_create(
            user=user, role=role, unit=unit, leader=leader, defaults={"starts_on": SINCE}
        )
