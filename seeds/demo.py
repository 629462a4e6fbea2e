"""One meeting named "dữ liệu trình diễn" in which every state and every class can be seen."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import transaction

from directives import actions
from directives.models import Assignment, DeadlineTerms, Directive
from meetings.actions import save as save_meeting
from meetings.models import Meeting
from seeds.accounts import DEMO_LEADER
from units.models import Field, Leader, Unit, User
from units.working_calendar import today

CODE = "TRINHDIEN"
SOURCE = "Dữ liệu trình diễn"


def load_demo() -> bool:
    """Play the demonstration, days counted back from today; False where it is there already."""
    if Meeting.objects.filter(code=CODE).exists():
        return False
    with transaction.atomic():
        _Demo().play()
    return True


class _Demo:
    def __init__(self) -> None:
        self.today = today()
        self.office, self.office2, self.head, self.officer = (
            User.objects.get(username=name)
            for name in ("vanphong", "vanphong2", "cvt.truong", "cvt.chuyenvien")
        )
        self.leader = Leader.objects.get(code=DEMO_LEADER)
        self.unit = Unit.objects.get(code="CVT")
        self.support = Unit.objects.get(code="CTS")
        self.support_head = User.objects.get(username="cts.truong")
        self.field = Field.objects.get(code="vien-thong")

    def ago(self, days: int, *, by: User | None = None) -> dict:
        """When a step counts from, and who takes it."""
        return {
            "by": by or self.office,
            "on": self.today - timedelta(days=days),
            "is_backdated": days > 0,
        }

    def play(self) -> None:
        held_on = self.today - timedelta(days=60)
        meeting = save_meeting(
            Meeting(
                code=CODE,
                kind=Meeting.Kind.THEMATIC,
                title="Cuộc họp minh hoạ (dữ liệu trình diễn)",
                held_on=held_on,
                place="Hà Nội",
                presided_by=self.leader,
                source=SOURCE,
                is_demo=True,
                note="Cuộc họp không có thật, để xem mọi trạng thái và mọi loại thời hạn.",
            ),
            attending_leaders=[],
            attending_units=[self.unit, self.support],
            **self.ago(60),
        )
        self.meeting = meeting
        self._waiting()
        self._working()
        self._finished()
        self._moved()

    def _directive(self, title: str, **fields) -> Directive:
        directive = actions.draft(
            self.meeting,
            title=title,
            words=f"{title}. Nội dung chỉ để minh hoạ.",
            source_item=SOURCE,
            leader=self.leader,
            field=self.field,
            **fields,
            **self.ago(60),
        )
        actions.issue(directive, **self.ago(60))
        return directive

    def _owed(
        self, title: str, due_in: int | None, *, directive: Directive | None = None, **what
    ) -> Assignment:
        directive = directive or self._directive(title, **what.pop("fields", {}))
        terms = (
            DeadlineTerms("none", reason="Lãnh đạo không nêu thời hạn")
            if due_in is None
            else DeadlineTerms("day", self.today + timedelta(days=due_in))
        )
        what.setdefault("unit", self.unit)
        return actions.assign(directive, deadline=terms, **what, **self.ago(60))

    def _accepted(self, title: str, due_in: int | None, **what) -> Assignment:
        assignment = self._owed(title, due_in, **what)
        actions.accept(assignment, **self.ago(55, by=self.head))
        return assignment

    def _waiting(self) -> None:
        actions.draft(
            self.meeting,
            title="Dự thảo chưa ban hành",
            words="Nội dung chỉ để minh hoạ.",
            source_item=SOURCE,
            leader=self.leader,
            **self.ago(60),
        )
        self._directive("Việc chưa xác định đơn vị chủ trì")
        self._directive("Định hướng chung về chất lượng dịch vụ", kind="orientation")
        self._owed("Rà soát quy hoạch mạng cáp quang (chờ tiếp nhận)", 25)
        self._owed("Báo cáo nhanh sự cố mất sóng (hỏa tốc, chờ tiếp nhận)", 3, fields={"urgency": "flash"})
        declined = self._owed("Thống kê trạm phát thanh cấp xã (đề nghị giao đơn vị khác)", 12)
        actions.decline(
            declined,
            reason="Nội dung thuộc chức năng thông tin cơ sở.",
            proposed="Đơn vị phụ trách thông tin cơ sở",
            **self.ago(50, by=self.head),
        )

    def _working(self) -> None:
        on_time = self._accepted("Đo chất lượng dịch vụ di động tại 10 tỉnh", 15, measure="tỉnh", target=10)
        actions.hand_over(on_time, officer=self.officer, may_report=True, **self.ago(52, by=self.head))
        actions.report_progress(
            on_time,
            text="Đã đo xong 6 tỉnh, đang xử lý số liệu.",
            value=Decimal(6),
            **self.ago(10, by=self.officer),
        )
        late = self._accepted(
            "Phương án chia sẻ hạ tầng trạm phát sóng (quá hạn)", -12, fields={"is_key": True}
        )
        actions.report_progress(
            late,
            text="Đã họp hai lần với các doanh nghiệp.",
            outlook="blocked",
            difficulties="Doanh nghiệp chưa thống nhất giá thuê hạ tầng.",
            proposals="Đề nghị Bộ chủ trì một cuộc họp chung.",
            **self.ago(20, by=self.head),
        )
        asked = self._accepted("Dự thảo thông tư về kết nối mạng (xin gia hạn)", 4)
        actions.request_extension(
            asked,
            asked_due_on=self.today + timedelta(days=45),
            reason="Cần lấy ý kiến thêm của các hiệp hội.",
            **self.ago(2, by=self.head),
        )
        self._accepted("Theo dõi an toàn mạng lưới (không nêu thời hạn)", None)
        shared = self._accepted("Kiểm tra can nhiễu vùng biên giới (có đơn vị phối hợp)", 20)
        supporting = self._owed("", 18, directive=shared.directive, unit=self.support, role="support")
        actions.accept(supporting, **self.ago(54, by=self.support_head))
        paused = self._accepted("Hướng dẫn thi hành nghị định mới (tạm dừng)", 8)
        actions.pause(
            paused,
            condition="Chờ Chính phủ ban hành nghị định.",
            review_on=self.today + timedelta(days=30),
            **self.ago(30),
        )

    def _reported(self, title: str, due_in: int | None, done_ago: int) -> Assignment:
        assignment = self._accepted(title, due_in)
        actions.report_done(
            assignment,
            completed_on=self.today - timedelta(days=done_ago),
            result="Đã hoàn thành, sản phẩm kèm theo.",
            files=[ContentFile("Tài liệu minh hoạ.\n".encode(), name="ket-qua.txt")],
            **self.ago(done_ago, by=self.head),
        )
        return assignment

    def _finished(self) -> None:
        self._reported("Tổng hợp số liệu thuê bao quý (chờ xác nhận)", 6, 1)
        returned = self._reported("Báo cáo thị trường băng rộng (bị trả lại)", 2, 6)
        actions.send_back(returned, reason="Thiếu số liệu của hai doanh nghiệp.", **self.ago(4))
        for title, due_in, done_ago in (
            ("Công bố chỉ tiêu chất lượng (hoàn thành đúng hạn)", -10, 15),
            ("Khảo sát vùng lõm sóng (hoàn thành quá hạn)", -25, 20),
            ("Tập huấn sử dụng phần mềm (hoàn thành, không thời hạn)", None, 18),
        ):
            actions.confirm(self._reported(title, due_in, done_ago), **self.ago(done_ago - 2))

    def _moved(self) -> None:
        moved = self._owed("Cấp phép băng tần thử nghiệm (đã giao lại)", 14)
        actions.reassign(moved, unit=self.support, reason="Đúng chức năng quản lý tần số.", **self.ago(45))
        dropped = self._owed("Khảo sát ý kiến khách hàng (đã thu hồi)", 30)
        actions.withdraw(
            dropped,
            reason="Đã có cuộc khảo sát khác.",
            on_word_of="Lãnh đạo Bộ (trình diễn)",
            **self.ago(40),
        )
        granted = self._accepted("Đề án phát triển Internet vạn vật (đã gia hạn)", 5)
        request = actions.request_extension(
            granted,
            asked_due_on=self.today + timedelta(days=40),
            reason="Khối lượng tăng so với dự kiến.",
            **self.ago(15, by=self.head),
        )
        actions.counter(
            request,
            due_on=self.today + timedelta(days=28),
            reason="Đồng ý đến mốc sớm hơn.",
            **self.ago(12),
        )
