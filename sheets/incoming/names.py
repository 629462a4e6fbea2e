"""Units, leaders and fields by what people call them, on the day that is spoken of; what was taken for what is said."""

from collections import defaultdict
from datetime import date
from difflib import get_close_matches

from django.utils.translation import gettext as _

from directives.forms.grid import Names as LeadersAndFields
from directives.models import Proposed
from sheets.incoming.cells import Row, Wrong
from units.models import Leader, Succession, Unit, UnitAlias, UnitGroup, UnitName
from units.text import fold


class Names(LeadersAndFields):
    def __init__(self) -> None:
        super().__init__()
        self.units = {unit.pk: unit for unit in Unit.objects.exclude(kind="ministry")}
        self.over_time: dict[int, list[UnitName]] = defaultdict(list)
        self.called: dict[str, set[int]] = defaultdict(set)
        for unit in self.units.values():
            for words in (unit.code, unit.name, unit.short_name):
                self.called[fold(words)].add(unit.pk)
        for row in UnitName.objects.all():
            self.over_time[row.unit_id].append(row)
            for words in (row.name, row.short_name):
                self.called[fold(words)].add(row.unit_id)
        for unit_id, folded in UnitAlias.objects.values_list("unit", "folded"):
            self.called[folded].add(unit_id)
        self.called.pop("", None)
        self.groups = {fold(words): one for one in UnitGroup.objects.all() for words in (one.code, one.name)}
        self.successions = list(Succession.objects.values_list("from_unit", "to_unit", "on"))

    def unit(self, row: Row, name: str, words: str, on: date) -> Unit:
        """The unit called `words` that was there on the day; raises Wrong where none, or more than one, is meant."""
        meant = [self.units[pk] for pk in self.called.get(fold(words), ()) if pk in self.units]
        if not meant:
            raise Wrong(self._unknown(words))
        there = [unit for unit in meant if unit.is_valid_on(on)]
        if len(there) > 1:
            # The one that bore the name on that very day.
            there = [unit for unit in there if fold(self._name_on(unit, on)) == fold(words)] or there
        if len(there) > 1:
            raise Wrong(_("“%(name)s” may be: %(units)s. Write the code.") % {
                "name": words, "units": "; ".join(f"{unit} ({unit.code})" for unit in there)
            })  # fmt: skip
        if there:
            self._say_old_name(row, name, there[0], words, on)
            return there[0]
        return self._successor(row, name, meant, words, on)

    def _name_on(self, unit: Unit, on: date) -> str:
        return next((one.name for one in self.over_time[unit.pk] if one.is_valid_on(on)), unit.name)

    def _say_old_name(self, row: Row, name: str, unit: Unit, words: str, on: date) -> None:
        asked = fold(words)
        if asked in {fold(unit.name), fold(unit.short_name), fold(unit.code)}:
            return
        borne = [one for one in self.over_time[unit.pk] if asked in (fold(one.name), fold(one.short_name))]
        if borne:
            row.note(name, _("“%(old)s” is read as %(unit)s (%(code)s): a name it bore at another time.") % {
                "old": words, "unit": unit.name, "code": unit.code
            })  # fmt: skip

    def _successor(self, row: Row, name: str, meant: list[Unit], words: str, on: date) -> Unit:
        """A unit that has ended is answered for by its successor, where it has one alone."""
        shown = f"{on:%d/%m/%Y}"
        waiting, found = [unit.pk for unit in meant], set()
        seen = set(waiting)
        while waiting:
            old = waiting.pop()
            for from_unit, to_unit, since in self.successions:
                if from_unit != old or since > on or to_unit in seen or to_unit not in self.units:
                    continue
                seen.add(to_unit)
                if self.units[to_unit].is_valid_on(on):
                    found.add(to_unit)
                else:
                    waiting.append(to_unit)
        after = [self.units[pk] for pk in sorted(found)]
        if len(after) == 1:
            row.note(name, _("“%(old)s” had ended on %(day)s; read as its successor %(unit)s (%(code)s).") % {
                "old": words, "day": shown, "unit": after[0].name, "code": after[0].code
            })  # fmt: skip
            return after[0]
        if after:
            raise Wrong(_("“%(name)s” had ended on %(day)s and went on as: %(units)s. Write which.") % {
                "name": words, "day": shown, "units": "; ".join(unit.name for unit in after)
            })  # fmt: skip
        raise Wrong(_("%(unit)s does not exist on %(day)s.") % {"unit": words, "day": shown})

    def _unknown(self, words: str) -> str:
        near = get_close_matches(fold(words), self.called, n=1, cutoff=0.75)
        if near:
            unit = self.units[next(iter(self.called[near[0]]))]
            return _("No unit is called “%(name)s”. Perhaps: %(unit)s?") % {
                "name": words[:60],
                "unit": unit.name,
            }
        return _("No unit is called “%(name)s”.") % {"name": words[:60]}

    def addressees(self, row: Row, name: str, words: list[str], role: str, on: date) -> list[Proposed]:
        """Whom the cell names: units, groups of units, leaders in person."""
        found = []
        for one in words:
            if group := self.groups.get(fold(one)):
                found.append(Proposed(one, role, group=group))
            elif (leader := self.leader(one)) and fold(one) not in self.called:
                found.append(Proposed(one, role, leader=leader))
            else:
                found.append(Proposed(one, role, unit=self.unit(row, name, one, on)))
        return found

    def leader_in(self, row: Row, name: str, words: str) -> Leader | None:
        if not words.strip():
            return None
        found = self.leader(words)
        if found is None:
            raise Wrong(_("No leader is called “%(name)s”.") % {"name": words[:60]})
        return found
