"""What the database knows, as the plain data that finding works with."""

from intake.finding.register import KnownGroup, KnownLeader, KnownUnit, Name, Register
from units.models import Leader, LeaderTerm, Unit, UnitGroup

# As minutes call them, whatever the language of the screens.
TITLES = {
    LeaderTerm.Title.MINISTER: ("Bộ trưởng",),
    LeaderTerm.Title.ACTING_MINISTER: ("Quyền Bộ trưởng", "Bộ trưởng"),
    LeaderTerm.Title.DEPUTY_MINISTER: ("Thứ trưởng",),
}


def register() -> Register:
    """Units, groups and leaders with all their names and times, in four queries."""
    return Register(
        units=tuple(
            KnownUnit(unit.code, _names(unit), unit.starts_on, unit.ends_on)
            for unit in Unit.objects.prefetch_related("names", "aliases")
        ),
        groups=tuple(KnownGroup(group.code, (group.name,)) for group in UnitGroup.objects.all()),
        leaders=tuple(
            KnownLeader(
                leader.code,
                leader.full_name,
                tuple(
                    Name(words, term.starts_on, term.ends_on)
                    for term in leader.terms.all()
                    for words in TITLES[LeaderTerm.Title(term.title)]
                ),
            )
            for leader in Leader.objects.prefetch_related("terms")
        ),
    )


def _names(unit: Unit) -> tuple[Name, ...]:
    over_time = [
        Name(words, row.starts_on, row.ends_on)
        for row in unit.names.all()
        for words in (row.name, row.short_name)
        if words
    ]
    # The newest name is a copy of the newest row; without rows it holds always.
    lasting = [] if over_time else [Name(words) for words in (unit.name, unit.short_name) if words]
    return tuple(over_time + lasting + [Name(row.alias) for row in unit.aliases.all()])
