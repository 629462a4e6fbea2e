"""Who is to help: named after "phối hợp với", "cùng", "thống nhất với", or beside the one who leads."""

import re

from intake.finding import clause_cues as cues
from intake.finding.bodies import Body, bodies_at, end_of
from intake.finding.view import canonical


def support_in(area: str, task_at: int, lead: list[Body], known: tuple[str, ...]) -> list[Body]:
    found: list[Body] = []
    if lead and (beside := cues.TOGETHER.match(area, end_of(lead, area))):
        return bodies_at(area, beside.end(), known)
    led = cues.LEADS_WITH.match(area, task_at)
    if led and (bodies := bodies_at(area, led.start("who"), known)):
        return bodies
    for match in cues.SUPPORT.finditer(area, task_at):
        before = area[task_at : match.start()]
        if not cues.SUPPORT_OWN.search(before) or re.search(
            canonical(r"(?:theo hướng|trong đó)[:,\s]"), before
        ):
            continue
        for body in bodies_at(area, match.end(), known):
            if body.words.lower() not in {other.words.lower() for other in found + lead}:
                found.append(body)
        if found:
            break
    return found
