"""The grammar piece by piece: who is told, by when, what is no task; and the register."""

from datetime import date

import pytest

from intake.finding import Register, find
from intake.finding.register import KnownGroup, KnownLeader, KnownUnit, Name

HEAD = "Ngày 04/7/2024, Bộ trưởng Nguyễn Văn Mẫu chủ trì hội nghị giao ban tháng 6/2024. Kết luận hội nghị, "


def only(sentence: str, **known):
    found = [item for item in find(HEAD + sentence, **known).directives if item.kind == "task"]
    assert len(found) == 1, [item.quote for item in found]
    return found[0]


def lead(sentence: str) -> list[str]:
    return [unit.words for unit in only(sentence).lead_units]


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("Cục A Bưu, Cục B Viễn và Vụ C", ["Cục A Bưu", "Cục B Viễn", "Vụ C"]),
        (
            "các Bộ: Tài chính, Văn hóa, Thể thao và Du lịch",
            ["Bộ Tài chính", "Bộ Văn hóa, Thể thao và Du lịch"],
        ),
        ("các bộ, ngành, địa phương", ["các bộ, ngành, địa phương"]),
        ("Sở Y tế và các đơn vị liên quan", ["Sở Y tế", "các đơn vị liên quan"]),
        ("tất cả 34 đơn vị", ["tất cả 34 đơn vị"]),
        ("Ủy ban nhân dân các xã, phường", ["Ủy ban nhân dân các xã, phường"]),
        ("Cục Xuất bản, In và Phát hành", ["Cục Xuất bản, In và Phát hành"]),
        ("Tập đoàn Than Mẫu (TTM), Tổng công ty Đường Mẫu", ["Tập đoàn Than Mẫu", "Tổng công ty Đường Mẫu"]),
        ("Bộ Ngoại giao", ["Bộ Ngoại giao"]),
        ("sở Tài chính", ["sở Tài chính"]),
        ("Giám đốc các Sở: Y tế, Nội vụ", ["Giám đốc Sở Y tế", "Giám đốc Sở Nội vụ"]),
        ("Thứ trưởng Lê Văn Thử", ["Thứ trưởng Lê Văn Thử"]),
        ("Ban Quản lý dự án đầu tư xây dựng số 2", ["Ban Quản lý dự án đầu tư xây dựng số 2"]),
    ],
)
def test_who_is_told(words, units):
    assert lead(f"Bộ trưởng yêu cầu {words} rà soát hồ sơ tồn đọng.") == units


@pytest.mark.parametrize(
    ("sentence", "leads", "supports"),
    [
        ("Bộ trưởng giao Cục A chủ trì, phối hợp với Vụ B và các cơ quan liên quan xây dựng đề án.",)
        + (["Cục A"], ["Vụ B", "các cơ quan liên quan"]),
        ("Bộ trưởng giao Cục A chủ trì, Vụ B phối hợp lập danh mục.", ["Cục A"], ["Vụ B"]),
        ("Bộ trưởng yêu cầu Cục A trao đổi với Vụ B, thống nhất phương án.", ["Cục A"], ["Vụ B"]),
        ("Bộ trưởng yêu cầu Cục A cùng Vụ B làm rõ nguyên nhân.", ["Cục A"], ["Vụ B"]),
        ("Bộ trưởng giao Cục A đôn đốc các địa phương phối hợp với Vụ B.", ["Cục A"], []),
    ],
)
def test_who_leads_and_who_supports(sentence, leads, supports):
    directive = only(sentence)
    assert [unit.words for unit in directive.lead_units] == leads
    assert [unit.words for unit in directive.support_units] == supports


@pytest.mark.parametrize(
    ("words", "kind", "due_on", "recurrence"),
    [
        ("trước ngày 30/9", "day", date(2024, 9, 30), None),
        ("chậm nhất ngày 15 tháng 1", "day", date(2025, 1, 15), None),
        ("trong tháng 12/2022", "month", date(2022, 12, 31), None),
        ("trong tháng 8", "month", date(2024, 8, 31), None),
        ("trong quý III", "quarter", date(2024, 9, 30), None),
        ("trong 6 tháng cuối năm", "half_year", date(2024, 12, 31), None),
        ("trong năm 2025", "year", date(2025, 12, 31), None),
        ("trong tuần này", "week", date(2024, 7, 5), None),
        ("trong 10 ngày tới", "day", date(2024, 7, 14), None),
        ("chậm nhất 15 ngày kể từ ngày ban hành quyết định", "before_event", None, None),
        ("trước khi trình Chính phủ", "before_event", None, None),
        ("trước kỳ họp thứ 9", "before_event", None, None),
        ("theo quý", "recurring", None, "quarterly"),
        ("ngay", "none", None, None),
        ("theo Quyết định số 12/QĐ-TTg ngày 02/3/2024", "none", None, None),
        ("đến năm 2030", "none", None, None),
        ("trong kế hoạch hằng năm", "none", None, None),
        ("ngày 31/02/2025", "none", None, None),
    ],
)
def test_by_when(words, kind, due_on, recurrence):
    deadline = only(f"Bộ trưởng yêu cầu Cục A đo lường chất lượng {words}.").deadline
    assert (deadline.kind, deadline.due_on, deadline.recurrence) == (kind, due_on, recurrence)


def test_a_year_nobody_settles_stays_open():
    text = "Thứ trưởng Lê Văn Thử yêu cầu Cục A báo cáo trước ngày 30/9."
    assert find(text).directives[0].deadline.kind == "day"
    assert find(text).directives[0].deadline.due_on is None
    dated = find(text, published_on=date(2023, 8, 1)).directives[0]
    assert dated.deadline.due_on == date(2023, 9, 30)


def test_an_event_with_a_day_is_due_on_that_day():
    directive = only("từ 15/9/2024 sẽ đóng mạng cũ theo quy định, Bộ trưởng giao Cục A hướng dẫn người dân.")
    assert (directive.deadline.kind, directive.deadline.due_on) == ("before_event", date(2024, 9, 15))


@pytest.mark.parametrize(
    "sentence",
    [
        "Bộ trưởng mong muốn toàn ngành tiếp tục phát huy kết quả.",
        "Bộ trưởng đánh giá cao Cục A đã hoàn thành kế hoạch.",
        "Cục A sẽ tiếp tục rà soát hồ sơ.",
        "Doanh thu ước đạt 4.750 tỷ đồng, tăng 6% so với cùng kỳ, đạt 45% kế hoạch năm.",
        "Muốn phát triển nhanh thì phải có hành lang pháp lý.",
        "Chuyển đổi số là nhiệm vụ quan trọng.",
        "Bộ trưởng yêu cầu các đơn vị nghiêm túc triển khai thực hiện./.",
        "Bộ trưởng yêu cầu toàn thể cán bộ đoàn kết, phát huy tinh thần trách nhiệm.",
    ],
)
def test_what_is_no_task(sentence):
    assert [item.quote for item in find(HEAD + sentence).directives if item.kind == "task"] == []


def test_a_unit_that_reports_does_not_instruct():
    text = (
        HEAD.replace("Kết luận hội nghị, ", "")
        + "Giám đốc Sở A Phạm Văn Báo đề nghị UBND tỉnh bổ sung kinh phí."
    )
    assert find(text).directives == ()


def test_the_speaker_is_carried_over_and_a_deputy_keeps_his_words():
    text = (
        "Ngày 04/7/2024, Bộ trưởng Nguyễn Văn Mẫu chủ trì hội nghị giao ban tháng 6/2024.\n"
        "Tại hội nghị, Thứ trưởng Lê Văn Thử cho biết việc còn nhiều. Thứ trưởng yêu cầu Cục A lập danh mục.\n"
        "Kết luận hội nghị, Bộ trưởng giao Vụ B theo dõi."
    )
    assert [item.leader.name for item in find(text).directives] == ["Lê Văn Thử", "Nguyễn Văn Mẫu"]


def test_items_inherit_the_addressee_and_the_deadline_of_their_opening():
    text = HEAD + (
        "Bộ trưởng yêu cầu Cục A thực hiện các nhiệm vụ sau trước ngày 31/8/2024:\n"
        "- Rà soát danh mục;\n- Lập kế hoạch, xong trong tháng 7;\n- Giao Vụ B thẩm định."
    )
    found = find(text).directives
    assert [[unit.words for unit in item.lead_units] for item in found] == [["Cục A"], ["Cục A"], ["Vụ B"]]
    assert [item.deadline.due_on for item in found] == [
        date(2024, 8, 31),
        date(2024, 7, 31),
        date(2024, 8, 31),
    ]


def test_urgency_and_key_tasks_are_seen():
    assert only("Bộ trưởng giao Cục A khẩn trương lập danh mục.").urgency == "urgent"
    assert only("Bộ trưởng giao Cục A lập danh mục.").urgency == "normal"
    assert only("Bộ trưởng giao Cục A lập danh mục, đây là nhiệm vụ trọng tâm.").is_key_task


REGISTER = Register(
    units=(
        KnownUnit("cuc-a", (Name("Cục An Mẫu"), Name("CAM"))),
        KnownUnit("cu", (Name("Cục Cũ", None, date(2020, 1, 1)),), None, date(2020, 1, 1)),
        KnownUnit("trung-1", (Name("Trung tâm Mẫu"),)),
        KnownUnit("trung-2", (Name("Trung tâm Mẫu"),)),
        KnownUnit("cham", (Name("Cục Chấm, Phẩy và Ngoặc"),)),
    ),
    groups=(KnownGroup("cac-don-vi", ("các đơn vị thuộc Bộ",)),),
    leaders=(KnownLeader("mau", "Nguyễn Văn Mẫu", (Name("Bộ trưởng"),)),),
)


@pytest.mark.parametrize(
    ("words", "code", "group"),
    [
        ("Cục An Mẫu", "cuc-a", None),
        ("Cục Cũ", None, None),  # had ended by the day of the meeting
        ("Trung tâm Mẫu", None, None),  # two bear the name: not sure
        ("Cục Anh Mẫu", None, None),  # close is not the same
        ("các đơn vị thuộc Bộ", None, "cac-don-vi"),
        ("Cục Chấm, Phẩy và Ngoặc", "cham", None),
    ],
)
def test_a_unit_is_matched_surely_or_proposed_as_new(words, code, group):
    unit = only(f"Bộ trưởng yêu cầu {words} rà soát hồ sơ.", register=REGISTER).lead_units[0]
    assert (unit.words, unit.code, unit.group) == (words, code, group)


def test_the_leader_is_known_by_name():
    assert only("Bộ trưởng giao Cục A lập danh mục.", register=REGISTER).leader.code == "mau"


def test_the_meeting_is_read():
    meeting = find(
        "Số: 12/TB-BMT\nHà Nội, ngày 05 tháng 7 năm 2024\nSáng ngày 04/7/2024, tại Hà Nội, "
        "Bộ trưởng Nguyễn Văn Mẫu chủ trì Hội nghị giao ban quản lý nhà nước quý II/2024 "
        "theo hình thức trực tiếp kết hợp trực tuyến. "
        "Dự Hội nghị có các Thứ trưởng: Lê Văn Thử, Trần Thị Ví Dụ và lãnh đạo các đơn vị."
    ).meeting
    assert meeting.title == "Hội nghị giao ban quản lý nhà nước quý II/2024"
    assert (meeting.kind, meeting.period, meeting.held_on) == ("quarter", "2024-Q2", date(2024, 7, 4))
    assert (meeting.form, meeting.place) == ("hybrid", "Hà Nội")
    assert meeting.chair is not None
    assert meeting.chair.name == "Nguyễn Văn Mẫu"
    assert [person.name for person in meeting.attending_leaders] == ["Lê Văn Thử", "Trần Thị Ví Dụ"]
    assert (meeting.notice_number, meeting.notice_on) == ("12/TB-BMT", date(2024, 7, 5))


def test_a_table_of_tasks_is_read_by_its_columns():
    text = (
        "Ngày 04/7/2024, Thứ trưởng Lê Văn Thử chủ trì cuộc họp. Thứ trưởng giao các nhiệm vụ theo bảng sau:\n"
        "TT | Nội dung công việc | Đơn vị chủ trì | Đơn vị phối hợp | Thời hạn\n"
        "1 | Xây dựng quy chế lưu trữ | Văn phòng Bộ | Trung tâm Thông tin | 30/9/2024\n"
        "2 | Kiểm kê hồ sơ giấy | Các đơn vị thuộc Bộ | | Quý III/2024\n"
        "3 | Tập huấn văn thư | Vụ A, Văn phòng Bộ | | Hằng tháng\n"
    )
    found = find(text).directives
    assert [item.summary for item in found] == [
        "Xây dựng quy chế lưu trữ",
        "Kiểm kê hồ sơ giấy",
        "Tập huấn văn thư",
    ]
    assert [[unit.words for unit in item.lead_units] for item in found] == [
        ["Văn phòng Bộ"],
        ["Các đơn vị thuộc Bộ"],
        ["Vụ A", "Văn phòng Bộ"],
    ]
    assert [unit.words for unit in found[0].support_units] == ["Trung tâm Thông tin"]
    assert [(item.deadline.kind, item.deadline.due_on) for item in found] == [
        ("day", date(2024, 9, 30)),
        ("quarter", date(2024, 9, 30)),
        ("recurring", None),
    ]
    assert {item.leader.name for item in found} == {"Lê Văn Thử"}


def test_minutes_in_the_form_of_a_protocol_are_read():
    text = (
        "SỞ MẪU\nBIÊN BẢN\nHọp giao ban tuần 22\n\nThời gian: 8h00 ngày 03/6/2024\nĐịa điểm: Phòng họp tầng 3\n"
        "Chủ trì: Đồng chí Hoàng Văn Tạm, Giám đốc Sở\nThành phần: trưởng các phòng\n\nA. Các đơn vị báo cáo\n"
        "1. Phòng Kỹ thuật đã hoàn thành 12 việc.\n2. Phòng Kế hoạch đề nghị bổ sung kinh phí.\n\n"
        "B. Kết luận của Giám đốc Sở\n1. Phòng Kỹ thuật hoàn thiện báo cáo trước ngày 10/6.\n"
        "2. Văn phòng Sở: chuẩn bị hội nghị.\n"
    )
    found = find(text)
    assert found.meeting.chair is not None
    assert (found.meeting.chair.name, found.meeting.held_on) == ("Hoàng Văn Tạm", date(2024, 6, 3))
    assert [(item.leader.name, item.lead_units[0].words) for item in found.directives] == [
        ("Hoàng Văn Tạm", "Phòng Kỹ thuật"),
        ("Hoàng Văn Tạm", "Văn phòng Sở"),
    ]


def test_a_paper_that_opens_in_unknown_words_is_still_taken_by_its_giao():
    text = (
        "Số: 12/TB-VP\nXã Mẫu, ngày 05 tháng 7 năm 2024\n\nThường trực đã bàn và nêu mấy điểm.\n\n"
        "1. Giao Phòng Kinh tế lập danh mục.\n2. Phòng Kinh tế:\n- Súc rửa bể chứa;\n- Việc này đã làm một phần.\n"
    )
    found = find(text).directives
    assert [item.summary for item in found] == ["Lập danh mục", "Súc rửa bể chứa"]
    assert [[unit.words for unit in item.lead_units] for item in found] == [
        ["Phòng Kinh tế"],
        ["Phòng Kinh tế"],
    ]


def test_what_the_leader_does_himself_is_no_task():
    text = "Ngày 04/7/2024, Thứ trưởng Lê Văn Thử chủ trì cuộc họp. Thứ trưởng có ý kiến như sau:\n"
    text += "1. Thống nhất chủ trương đầu tư kho lưu trữ. Giao Văn phòng Bộ lập dự toán.\n"
    assert [item.summary for item in find(text).directives] == ["Lập dự toán"]


def test_who_helps_is_seen_at_the_beginning_of_an_item_too():
    directive = only(
        "Bộ trưởng yêu cầu Cục A thực hiện các việc sau:\n- Phối hợp với UBND các quận rà soát danh mục."
    )
    assert [unit.words for unit in directive.support_units] == ["UBND các quận"]


ITEMS = (
    "\n\n1. Cục A Bưu rà soát phương án tắt sóng, báo cáo Bộ trước ngày 30/10/2024.\n"
    "2. Cục B Viễn chủ trì, phối hợp với Vụ C xây dựng đề án, trình Bộ trong quý IV/2024.\n"
    "3. Thời gian qua các đơn vị đã có nhiều cố gắng.\n"
)


@pytest.mark.parametrize(
    ("title", "leader"),
    [
        ("THÔNG BÁO\nKết luận của Bộ trưởng tại Hội nghị giao ban tháng 9/2024", ("Bộ trưởng", None)),
        ("Kết luận của Bộ trưởng Nguyễn Văn Mẫu tại cuộc họp", ("Bộ trưởng", "Nguyễn Văn Mẫu")),
        ("Thông báo ý kiến chỉ đạo của Thứ trưởng tại cuộc họp tháng 9/2024", ("Thứ trưởng", None)),
        ("Thông báo kết luận Hội nghị giao ban tháng 9/2024", (None, None)),
    ],
)
def test_a_paper_that_goes_from_its_title_to_the_items_instructs(title, leader):
    found = find(title + ITEMS).directives
    assert [[unit.words for unit in item.lead_units] for item in found] == [["Cục A Bưu"], ["Cục B Viễn"]]
    assert {(item.leader.title, item.leader.name) for item in found} == {leader}
    assert [item.deadline.due_on for item in found] == [date(2024, 10, 30), date(2024, 12, 31)]


def test_without_such_a_title_items_are_no_instructions():
    assert find("Báo cáo tình hình tháng 9/2024" + ITEMS).directives == ()
