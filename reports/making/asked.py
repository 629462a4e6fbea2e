"""What somebody asks for: which document, of what, as of which day."""

from dataclasses import dataclass
from datetime import date

from meetings.models import Meeting
from reports.models import Edition, Report, ReportPolicy
from units.models import Leader, LeaderTerm, Unit, UnitName


@dataclass(frozen=True)
class Asked:
    kind: str
    as_of: date
    starts_on: date | None = None
    # "quý II năm 2024"; without it the days are named.
    period: str = ""
    edition: str = Edition.LEADERS
    meeting: Meeting | None = None
    unit: Unit | None = None
    reply_by_on: date | None = None
    # The one frozen before, whose figures later events have changed.
    previous: Report | None = None

    @property
    def is_internal(self) -> bool:
        return self.edition == Edition.INTERNAL


def letterhead(asked: Asked, symbol: str, to: list[str] | None = None) -> dict:
    """What every document begins and ends with. The number is left blank: văn thư gives it."""
    policy = ReportPolicy.current()
    ministry = Unit.objects.filter(kind="ministry").valid_on(asked.as_of).order_by("pk").first()
    organ = policy.organ or (ministry.name if ministry else "Bộ")
    code = policy.symbol or (ministry.code if ministry else "BO")
    number = f"Số:        /{symbol}-{code}" if symbol else f"Số:        /{code}-{policy.office_symbol}"
    return {
        "kind": asked.kind,
        "organ": organ,
        "number": number,
        # The day is that of signing, which văn thư fills in.
        "place_and_day": f"{policy.place}, ngày      tháng      năm {asked.as_of.year}",
        "to": to or [],
        "recipients": [line.strip() for line in policy.recipients.splitlines() if line.strip()],
        "signed_as": [line.strip() for line in policy.signed_as.splitlines() if line.strip()],
        "signer": policy.signer,
        "as_of": asked.as_of,
    }


class Names:
    """Units by the names they bore on a day, leaders with the office they held."""

    def __init__(self, day: date) -> None:
        self._units = dict(UnitName.objects.valid_on(day).values_list("unit", "name"))
        terms = LeaderTerm.objects.valid_on(day).order_by("starts_on", "pk")
        self._titles = {term.leader_id: TITLES.get(term.title, "") for term in terms}

    def unit(self, unit: Unit) -> str:
        return self._units.get(unit.pk, unit.name)

    def leader(self, leader: Leader) -> str:
        return f"{self._titles.get(leader.pk, '')} {leader.full_name}".strip()

    def addressee(self, row) -> str:
        return self.unit(row.unit) if row.unit_id else self.leader(row.leader)


TITLES: dict[str, str] = {
    LeaderTerm.Title.MINISTER: "Bộ trưởng",
    LeaderTerm.Title.ACTING_MINISTER: "Quyền Bộ trưởng",
    LeaderTerm.Title.DEPUTY_MINISTER: "Thứ trưởng",
}
