"""One step on many rows: what is said before is what happens, row by row, and nobody decides his own unit's work."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from directives import actions
from directives.actions.batch import MOST_ROWS, Chosen, offered, preview, take
from directives.lifecycle import UnknownStep
from journal.models import Event
from units.standing import standing_of
from units.working_calendar import today

SOON = today() + timedelta(days=7)


def chosen(*rows):
    return [Chosen(row.pk, row.version) for row in rows]


def by_row(lines):
    return {line.row.pk: line.refusal for line in lines if line.row}


VALUES = {
    "confirm": {},
    "urge": {"text": "Đề nghị báo cáo", "reply_by_on": SOON},
    "escalate": {"text": "Kính trình"},
    "approve": {"reason": ""},
    "counter": {"due_on": SOON, "reason": "đến ngày này"},
    "adjust_deadline": {"due_on": SOON, "basis": "CV 12", "reason": "theo văn bản"},
    "reopen": {"reason": "chưa xong"},
}


@pytest.mark.parametrize("verb", sorted(VALUES))
@pytest.mark.parametrize("who", ["office2", "office_head", "leader", "head"])
def test_what_the_preview_says_is_what_happens(ministry, verb, who):
    m = ministry
    rows = [m.in_state(state) for state in ("assigned", "in_progress", "reported", "completed", "declined")]
    rows.append(m.in_state("reported", unit=m.office_unit, by=m.office_head))
    rows.append(m.in_state("reported", due_on=None))
    for days in (3, 400):  # the second lies beyond what the office may decide
        row = m.in_state("in_progress", due_on=date(2026, 1, 5))
        actions.request_extension(
            row, by=m.head, asked_due_on=today() + timedelta(days=days), reason="chờ góp ý"
        )
        rows.append(row)
    for row in rows:
        row.refresh_from_db()
    events = Event.objects.count()
    said = by_row(preview(verb, chosen(*rows), by=getattr(m, who), values=VALUES[verb]))
    assert Event.objects.count() == events
    happened = by_row(take(verb, chosen(*rows), by=getattr(m, who), values=VALUES[verb]))
    assert happened == said
    assert (Event.objects.count() > events) == any(not why for why in happened.values())


def test_a_row_changed_meanwhile_is_told_and_the_others_are_done(ministry):
    m = ministry
    first, second, third = (m.in_state("reported") for _ in range(3))
    rows = chosen(first, second, third)
    actions.send_back(second, by=m.office2, reason="thiếu kết quả")
    happened = by_row(take("confirm", rows, by=m.office, values={}))
    assert happened[first.pk] == happened[third.pk] == ""
    assert "Office2" in happened[second.pk]
    second.refresh_from_db()
    assert second.state == "in_progress"


def test_nobody_confirms_work_of_his_own_unit_in_a_batch(ministry):
    m = ministry
    own = m.in_state("reported", unit=m.office_unit, by=m.office_head)
    other = m.in_state("reported")
    happened = by_row(take("confirm", chosen(own, other), by=m.office, values={}))
    assert happened[other.pk] == ""
    assert happened[own.pk]
    own.refresh_from_db()
    assert own.state == "reported"


def test_a_lead_and_its_support_can_be_confirmed_together(ministry):
    m = ministry
    lead = m.in_state("reported")
    support = m.assignment(directive=lead.directive, unit=m.third_unit, role="support")
    actions.accept(support, by=m.third_head)
    actions.report_done(support, by=m.third_head, completed_on=today(), result="đã góp ý", result_number="5")
    rows = chosen(lead, support)
    said = by_row(preview("confirm", rows, by=m.office))
    assert by_row(take("confirm", rows, by=m.office, values={})) == said == {lead.pk: "", support.pk: ""}


def test_a_stranger_is_told_neither_of_the_row_nor_of_who_changed_it(ministry):
    m = ministry
    row = m.in_state("reported")
    before = chosen(row)
    actions.send_back(row, by=m.office2, reason="thiếu")
    [line] = preview("confirm", before, by=m.other_head)
    assert line.row is None
    assert "Office2" not in line.refusal
    shared = m.assignment(directive=row.directive, unit=m.other_unit)
    assert shared
    [line] = preview("urge", before, by=m.other_head)
    assert "Office2" not in line.refusal


def test_too_many_rows_none_and_an_unknown_step_are_refused(ministry):
    with pytest.raises(ValidationError):
        preview("confirm", [], by=ministry.office)
    with pytest.raises(ValidationError):
        preview("confirm", [Chosen(pk, 1) for pk in range(MOST_ROWS + 1)], by=ministry.office)
    with pytest.raises(UnknownStep):
        preview("explode", [Chosen(1, 1)], by=ministry.office)


def test_each_is_offered_the_steps_of_his_standing(ministry):
    m = ministry
    assert offered(standing_of(m.office)) == [
        "confirm",
        "urge",
        "escalate",
        "approve",
        "counter",
        "adjust_deadline",
        "send_back",
        "reassign",
        "follow",
    ]
    assert offered(standing_of(m.leader)) == ["confirm", "approve", "counter", "adjust_deadline", "send_back"]
    assert offered(standing_of(m.head)) == ["hand_over"]
    assert offered(standing_of(m.officer)) == offered(standing_of(m.nobody)) == []


# --- the pages ---


def post(client, verb, rows, **values):
    return client.post(
        reverse("batch", args=[verb]), {"row": [f"{one.pk}:{one.version}" for one in chosen(*rows)], **values}
    )


def test_from_the_table_to_the_outcome_and_back(client, ministry):
    m = ministry
    rows = [m.in_state("reported"), m.in_state("reported"), m.in_state("in_progress")]
    client.force_login(m.office)
    answer = post(client, "confirm", rows)
    assert (len(answer.context["taken"]), len(answer.context["refused"])) == (2, 1)
    assert {row.state for row in map(fresh, rows)} == {"reported", "in_progress"}
    answer = post(client, "confirm", rows, phase="take")
    assert [fresh(row).state for row in rows] == ["completed", "completed", "in_progress"]
    assert answer.context["reverse_verb"] == "reopen"
    done = [fresh(row) for row in rows[:2]]
    answer = post(client, "reopen", done, phase="take")
    assert answer.status_code == 400  # a way back needs its reason
    post(client, "reopen", done, phase="take", reason="chưa đủ")
    assert {fresh(row).state for row in done} == {"in_progress"}


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_sending_the_same_page_twice_does_nothing_twice(client, ministry):
    m = ministry
    row = m.in_state("in_progress")
    client.force_login(m.office)
    values = {"phase": "take", "text": "Đề nghị báo cáo", "reply_by_on": SOON.isoformat()}
    post(client, "urge", [row], **values)
    post(client, "urge", [row], **values)
    assert row.urgings.count() == 1


@pytest.mark.parametrize(
    "forged", ["abc", "1", "1:", "-1:1", "99999999999999999999:1", "1:99999999999999", "1²:1"]
)
def test_a_forged_row_is_told_in_place(client, ministry, forged):
    client.force_login(ministry.office)
    answer = client.post(reverse("batch", args=["confirm"]), {"row": forged}, follow=True)
    assert answer.status_code == 200


def test_hand_over_and_follow_for_many_rows(client, ministry):
    m = ministry
    rows = [m.in_state("in_progress"), m.in_state("assigned")]
    client.force_login(m.head)
    post(client, "hand_over", rows, phase="take", officer="officer")
    assert {fresh(row).officer for row in rows} == {m.officer}
    client.force_login(m.office)
    post(client, "follow", [fresh(row) for row in rows], phase="take", follower="office2")
    assert {fresh(row).follower for row in rows} == {m.office2}


def test_a_day_that_does_for_no_row_keeps_what_was_typed(client, ministry):
    m = ministry
    row = m.in_state("in_progress")
    client.force_login(m.office)
    far = (today() + timedelta(days=900)).strftime("%d/%m/%Y")
    typed = {"due_on": far, "basis": "CV 12", "reason": "theo văn bản mới"}
    page = post(client, "adjust_deadline", [row], phase="check", **typed).content.decode()
    assert far in page
    assert "theo văn bản mới" in page
    assert f'value="{row.pk}:{row.version}"' in page
    answer = post(client, "adjust_deadline", [row], phase="take", **typed)
    assert answer.context["taken"] == []
    assert fresh(row).due_on == row.due_on


def test_what_was_changed_meanwhile_is_not_taken_with_the_next_page(client, ministry):
    m = ministry
    row = m.in_state("in_progress")
    before = fresh(row)
    actions.report_progress(row, by=m.head, text="vừa báo cáo")
    client.force_login(m.office)
    values = {"text": "Đề nghị báo cáo", "reply_by_on": SOON.isoformat()}
    page = post(client, "urge", [before], phase="check", **values).content.decode()
    assert f'value="{before.pk}:{before.version}"' in page
    assert f'value="{before.pk}:{row.version}"' not in page


def test_what_was_typed_when_the_session_ended_is_there_again(client, ministry):
    m = ministry
    row = m.in_state("in_progress")
    values = {
        "phase": "take",
        "text": "Đề nghị báo cáo trong tuần",
        "reply_by_on": "không rõ",
        "typed_by": m.office.pk,
    }
    answer = post(client, "urge", [row], **values)
    assert answer.status_code == 302
    client.post(answer.url, {"login": "office", "password": "mat-khau-dai-12"})
    page = client.get(reverse("batch", args=["urge"])).content.decode()
    assert "Đề nghị báo cáo trong tuần" in page
    assert not row.urgings.exists()


# --- the way back of steps that move no state: each row to what stood there before it ---


def values_of(verb):
    return {"adjust_back": {"reason": "nhầm", "basis": "CV 13"}}.get(verb, {})


def test_moved_days_go_back_each_to_its_own(ministry):
    m = ministry
    first = m.in_state("in_progress", due_on=date(2026, 1, 5))
    second = m.in_state("in_progress", due_on=date(2026, 2, 6))
    untouched = m.in_state("in_progress", due_on=date(2026, 3, 6))
    take("adjust_deadline", chosen(first, second), by=m.leader, values=VALUES["adjust_deadline"])
    rows = [fresh(first), fresh(second), untouched]
    assert [row.due_on for row in rows] == [SOON, SOON, date(2026, 3, 6)]
    said = by_row(preview("adjust_back", chosen(*rows), by=m.office, values=values_of("adjust_back")))
    happened = by_row(take("adjust_back", chosen(*rows), by=m.office, values=values_of("adjust_back")))
    assert said == happened
    assert [bool(happened[row.pk]) for row in rows] == [False, False, True]
    assert [fresh(row).due_on for row in rows] == [date(2026, 1, 5), date(2026, 2, 6), date(2026, 3, 6)]
    newest = Event.objects.filter(subject_kind="assignment", subject_id=first.pk).latest("id")
    assert (newest.verb, newest.data["to"], newest.note) == ("adjust_deadline", "2026-01-05", "nhầm")


def test_followers_go_back_each_to_his_own_rows(ministry):
    m = ministry
    first, second = m.in_state("in_progress"), m.in_state("in_progress")
    actions.follow(first, by=m.office, follower=m.office2)
    take("follow", chosen(fresh(first), second), by=m.office, values={"follower": m.office_head})
    rows = [fresh(first), fresh(second)]
    assert {row.follower for row in rows} == {m.office_head}
    assert set(by_row(take("follow_back", chosen(*rows), by=m.office, values={})).values()) == {""}
    assert [fresh(row).follower for row in rows] == [m.office2, None]


def test_what_was_handed_over_goes_back_with_the_right_to_report(ministry):
    m = ministry
    row = m.in_state("in_progress")
    actions.hand_over(row, by=m.head, officer=m.officer, may_report=True)
    take(
        "hand_over",
        chosen(fresh(row)),
        by=m.head,
        values={"officer": m.other_officer, "may_report": False, "note": ""},
    )
    assert fresh(row).officer == m.other_officer
    take("hand_back", chosen(fresh(row)), by=m.head, values={})
    assert (fresh(row).officer, fresh(row).officer_may_report) == (m.officer, True)


def test_a_row_moved_again_meanwhile_does_not_go_back(ministry):
    m = ministry
    row = m.in_state("in_progress")
    lines = take("follow", chosen(row), by=m.office, values={"follower": m.office2})
    after = [Chosen(line.row.pk, line.version) for line in lines]
    actions.follow(fresh(row), by=m.office2, follower=m.office)
    assert "Office2" in by_row(take("follow_back", after, by=m.office, values={}))[row.pk]
    assert fresh(row).follower == m.office


def test_many_rows_are_sent_back_or_reassigned(ministry):
    m = ministry
    reported = [m.in_state("reported"), m.in_state("reported")]
    take("send_back", chosen(*reported), by=m.office2, values={"reason": "thiếu văn bản"})
    assert {fresh(row).state for row in reported} == {"in_progress"}
    values = {"unit": m.other_unit, "reason": "đúng chức năng"}
    theirs = m.in_state("assigned", unit=m.other_unit)
    rows = [*map(fresh, reported), theirs]
    said = by_row(preview("reassign", chosen(*rows), by=m.office2, values=values))
    assert said == by_row(take("reassign", chosen(*rows), by=m.office2, values=values))
    assert [fresh(row).state for row in rows] == ["replaced", "replaced", "assigned"]
    assert said[theirs.pk]


@pytest.mark.parametrize(
    ("verb", "reverse_verb"),
    [("adjust_deadline", "adjust_back"), ("follow", "follow_back"), ("hand_over", "hand_back"), ("urge", "")],
)
def test_the_outcome_offers_the_way_back(client, ministry, verb, reverse_verb):
    m = ministry
    row = m.in_state("in_progress")
    values = {
        "adjust_deadline": {**VALUES["adjust_deadline"], "due_on": "30/09/2024"},
        "follow": {"follower": m.office2.username},
        "hand_over": {"officer": m.officer.username},
        "urge": {"text": "Báo cáo", "reply_by_on": SOON.isoformat()},
    }[verb]
    client.force_login(m.head if verb == "hand_over" else m.office)
    answer = post(client, verb, [row], phase="take", **values)
    assert answer.context["reverse_verb"] == reverse_verb
