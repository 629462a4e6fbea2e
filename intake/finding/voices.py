"""Who is speaking, carried over from sentence to sentence, and with what force his words are to be taken."""

import re
from enum import IntEnum

from intake.finding import cues, words
from intake.finding.clause import Clause, Shape
from intake.finding.found import FoundPerson
from intake.finding.meeting_facts import Facts
from intake.finding.people import PAPERS, Mention, mentions, rank
from intake.finding.presiding import OPENING, person
from intake.finding.register import Register
from intake.finding.segments import Block
from intake.finding.view import canonical


class Force(IntEnum):
    """How a passage is to be taken."""

    REPORTED = 0
    SPEAKING = 1
    CONCLUDING = 2
    INSTRUCTING = 3


class Voice:
    def __init__(self, blocks: list[Block], facts: Facts, register: Register):
        self._blocks = blocks
        self._facts = facts
        self._register = register
        self._recent: dict[str, FoundPerson] = {}
        self.speaker: FoundPerson | None = None
        # Of a notice or dispatch: who speaks in every item of it, and with what force.
        self.base: FoundPerson | None = None
        self.base_force = Force.REPORTED
        self.force = Force.REPORTED
        for block in blocks:
            for mention in mentions(block.line.text):
                if mention.name:
                    self._recent.setdefault(_base(mention.title), person(mention, block.line, register))

    @property
    def leader(self) -> FoundPerson:
        return self.speaker or self.base or FoundPerson(None, None)

    @property
    def leader_or_chair(self) -> FoundPerson:
        """Whose a table of tasks is, where nobody was heard before it."""
        chair = self._facts.meeting.chair
        return chair if chair and not self.leader.name and not self.leader.title else self.leader

    def hear(self, block: Block, clause: Clause, sentence: str) -> bool:
        """Take in who speaks in the clause; True where somebody does, and what was said to whom before is over."""
        for mention in mentions(sentence):
            if mention.name and not mention.is_lower:
                self._recent[_base(mention.title)] = person(mention, block.line, self._register)
        if clause.shape is Shape.INSTRUCTED and not clause.is_said:
            if clause.speaker is None or self.is_below(clause.speaker, sentence):
                return False
            self.speaker, self.force = self.resolve(clause.speaker), Force.INSTRUCTING
            return True
        if clause.is_said and clause.speaker and not self.is_below(clause.speaker, sentence):
            self._says(clause.speaker, sentence)
            return True
        subject = _subject(sentence) or _quoted(sentence)
        if subject is None:
            return False
        if self.is_below(subject, sentence):
            self.force = self.base_force
        else:
            self._says(subject, sentence)
        return True

    def conclude(self, leader: Mention | FoundPerson | None, *, for_all: bool) -> None:
        """ "… kết luận như sau:": what follows is instruction, in a notice to its end."""
        if leader:
            self.speaker = self.resolve(leader) if isinstance(leader, Mention) else leader
        self.force = Force.INSTRUCTING
        if for_all and self.speaker:
            if self.base is None or not self.base.name:
                self.base = self.speaker
            self.base_force = Force.INSTRUCTING

    def conclude_from_title(self) -> bool:
        """Whether the paper calls itself a conclusion in its head; then whoever concludes says all of it."""
        for block in self._blocks[:OPENING]:
            if cues.TITLE_OF_CONCLUSION.match(block.line.text):
                people = [one for one in mentions(block.line.text) if (one.title or "").lower() not in PAPERS]
                by = self._facts.concluding or next(iter(people), None)
                self.conclude(by or self._facts.meeting.chair or FoundPerson(None, None), for_all=True)
                return True
        return False

    def report(self) -> None:
        self.force = Force.REPORTED

    def _says(self, mention: Mention, sentence: str) -> None:
        before, self.speaker = self.speaker, self.resolve(mention)
        force = Force.CONCLUDING if cues.CONCLUDING.search(sentence) else Force.SPEAKING
        if before and before.name and before.name == self.speaker.name:
            # His conclusion goes on, whatever verb brings his next words.
            force = max(force, min(self.force, Force.CONCLUDING))
        self.force = max(force, self.base_force)

    def resolve(self, mention: Mention) -> FoundPerson:
        """Who is meant: by name, by the title he bore before, or only the title where the text names nobody."""
        if mention.name:
            return FoundPerson(mention.name, mention.full, None, self._register.leader_code(mention.name))
        if mention.is_body:
            if re.match(canonical(r"người đứng đầu"), mention.title or "", re.IGNORECASE):
                return self.speaker or self._facts.meeting.chair or FoundPerson(None, None)
            if self.base and self.base.name:
                return self.base
            return FoundPerson(None, mention.full)
        named = self._recent.get(_base(mention.title))
        if named and named.name:
            return FoundPerson(named.name, mention.full, None, named.code)
        return FoundPerson(None, mention.full)

    def is_below(self, mention: Mention, sentence: str) -> bool:
        """Somebody who reports to the meeting, not one who leads it."""
        if mention.is_body:
            return False
        chair = self._facts.meeting.chair
        if mention.is_lower:
            return not (chair and mention.name and chair.name == mention.name) and not (
                chair is not None and rank(_title_of(chair)) >= 100
            )
        return (
            bool(cues.BELOW.search(sentence))
            and chair is not None
            and rank(_title_of(chair)) < rank(mention.title)
        )

    def is_told_himself(self, clause: Clause, text: str) -> bool:
        """The one told is the leader who speaks, or a person of whom something is only reported."""
        for body in clause.lead:
            titled = mentions(text[body.start : body.end])
            if not titled or titled[0].start or titled[0].is_body:
                continue
            if not clause.has_modal and not cues.PERSON_ACTS.match(text, clause.task_at):
                return True
            name = titled[0].name or self.resolve(titled[0]).name
            chair = self._facts.meeting.chair
            if name and name in {self.leader.name, chair.name if chair else None}:
                return True
        return False


def last_leader(sentence: str) -> Mention | None:
    everybody = mentions(sentence)
    leaders = [mention for mention in everybody if not mention.is_lower] or everybody
    named = [mention for mention in leaders if mention.name]
    found = named or leaders
    return found[-1] if found else None


def _subject(sentence: str) -> Mention | None:
    """A leader the sentence is about: he stands at its beginning, or behind a topic, or "Theo Bộ trưởng,"."""
    for mention in mentions(sentence):
        before = sentence[: mention.start].strip()
        if mention.is_body or len(before) >= 90 or not cues.BEFORE_SUBJECT.search(before):
            continue
        if cues.AFTER_SUBJECT.match(sentence, mention.end):
            return mention
    return None


def _quoted(sentence: str) -> Mention | None:
    """ "…", Bộ trưởng nhấn mạnh: who said the words before."""
    for mention in mentions(sentence):
        if cues.QUOTE_BEFORE.search(sentence[: mention.start]) and words.SAY_RE.match(
            sentence, mention.end + len(sentence[mention.end :]) - len(sentence[mention.end :].lstrip())
        ):
            return mention
    return None


def _base(title: str | None) -> str:
    """A title without what does not change who is meant."""
    return re.sub(canonical(r"\s*(?:Chính phủ|Thường trực|Quyền)\s*"), " ", title or "").strip().lower()


def _title_of(found: FoundPerson) -> str | None:
    if not found.title:
        return None
    named = mentions(found.title)
    return named[0].title if named else found.title
