"""The vocabulary of instruction: what leaders say, what addressees do, and what only sounds like a task.

Kept as plain lists so that a word is added in one place; the patterns made of them stand at the end.
"""

import re

from intake.finding.view import canonical


def _list(text: str) -> list[str]:
    return [canonical(words) for words in text.split("|") if words.strip()]


def either(words: list[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(item) for item in sorted(set(words), key=len, reverse=True)) + ")"


# A leader gives an instruction.
INSTRUCT = _list(
    "giao nhiệm vụ cho|giao nhiệm vụ|giao trách nhiệm cho|giao trách nhiệm|giao cho|giao|yêu cầu|chỉ đạo|đề nghị|lưu ý|"
    "phân công|ủy quyền cho|ủy quyền|nhắc nhở|đôn đốc|quán triệt|chỉ thị|lệnh cho"
)
# What a leader's word is introduced with when it is not yet an instruction.
SAY = _list(
    "nhấn mạnh|cho rằng|cho biết|chỉ rõ|nêu rõ|khẳng định|phân tích|lưu ý|nhắc lại|bày tỏ|đánh giá|nêu|cho hay|phát biểu|"
    "kết luận|nhìn nhận|chia sẻ|thống nhất|nhất trí|đồng ý|quán triệt|đề cập|nói|gợi ý|chỉ ra|nhận định|kêu gọi|"
    "mong muốn|mong|tin tưởng|đặt vấn đề|quyết định|định hướng|yêu cầu rõ|thông tin"
)
MODAL = _list(
    "cần phải|cần|phải|có trách nhiệm|có nhiệm vụ|có nghĩa vụ|nên|hãy|cần được|phải được|chịu trách nhiệm"
)
# How it is to be done; stands before the verb.
MANNER = _list(
    "khẩn trương|tập trung|tiếp tục|chủ động|kịp thời|thường xuyên|nghiêm túc|sớm|nhanh chóng|tích cực|kiên quyết|quyết liệt|"
    "trước mắt|chú trọng|cương quyết|dứt khoát|trực tiếp|đồng loạt|đồng thời|ngay|quan tâm|ưu tiên|định kỳ|chú ý|cùng|"
    "cùng nhau|phải|cũng|vẫn|lập tức|gấp rút|khẩn cấp|thực hiện ngay|quyết tâm|nỗ lực|bám sát|đặc biệt|hết sức|"
    "tăng tốc|tranh thủ|luôn|luôn luôn|cố gắng|chặt chẽ|nghiêm|triệt để|từng bước|trước hết|trước tiên|song song|"
    "căn cứ|trên cơ sở|theo|thống nhất|nghiên cứu|sẵn sàng|ráo riết|tối đa|toàn diện|hằng tháng|hàng tháng|hằng quý|hàng quý|"
    "hằng tuần|hàng tuần|định kỳ hằng quý|định kỳ hằng tháng|mỗi tuần|mỗi tháng|mỗi quý|mỗi ngày|hằng năm|hàng năm|hằng ngày|hàng ngày|định kỳ hàng tháng|định kỳ hàng quý|định kỳ hàng tuần|định kỳ hằng tuần|tổ chức|triển khai|đẩy mạnh|mạnh dạn|chỉ đạo"
)
# What an addressee does. Two words each where one would also be part of names.
ACTION = _list(
    "rà soát|nghiên cứu|xây dựng|hoàn thiện|hoàn thành|ban hành|tổ chức|triển khai|thực hiện|chủ trì|phối hợp|tham mưu|"
    "báo cáo|trình|đề xuất|kiểm tra|giám sát|đôn đốc|theo dõi|hướng dẫn|xử lý|giải quyết|tháo gỡ|khắc phục|bố trí|cân đối|"
    "phân bổ|giải ngân|đẩy nhanh|đẩy mạnh|tăng cường|thúc đẩy|bảo đảm|đảm bảo|rà quét|đấu tranh|cung cấp|công bố|công khai|"
    "đăng tải|cập nhật|kết nối|chia sẻ|tích hợp|số hóa|đánh giá|tổng hợp|thống kê|phân loại|lập|lập danh mục|soạn thảo|"
    "khởi công|bàn giao|nghiệm thu|thẩm định|phê duyệt|thu hồi|cưỡng chế|giải tỏa|giải phóng|di dời|tuyên truyền|vận động|"
    "phổ biến|tập huấn|đào tạo|bồi dưỡng|tuyển dụng|sắp xếp|kiện toàn|thành lập|sáp nhập|giải thể|bổ sung|sửa đổi|"
    "bãi bỏ|thay thế|cắt giảm|đơn giản hóa|rút ngắn|mở rộng|nâng cấp|sửa chữa|duy tu|bảo trì|lắp đặt|vận hành|"
    "quản lý|khai thác|sử dụng|áp dụng|thí điểm|nhân rộng|duy trì|phát triển|ứng dụng|chuyển đổi|chuyển|gửi|"
    "tiếp thu|giải trình|lấy ý kiến|góp ý|trao đổi|làm việc|mời|tiếp xúc|đối thoại|trả lời|phản hồi|giải đáp|tiếp nhận|"
    "thu thập|khảo sát|điều tra|thanh tra|kiểm toán|xác minh|làm rõ|kết luận|ngăn chặn|phòng ngừa|phòng chống|"
    "cảnh báo|dự báo|ứng phó|hỗ trợ|cứu trợ|trợ cấp|chi trả|huy động|thu hút|kêu gọi|xúc tiến|đàm phán|ký kết|ký|"
    "mua sắm|đấu thầu|đấu giá|lựa chọn|thuê|giao|phân công|chỉ đạo|yêu cầu|đề nghị|quán triệt|chấn chỉnh|xem xét|quyết định|"
    "cho ý kiến|tham gia|tham khảo|phân tích|đo lường|đo|tiến hành|thực thi|tuân thủ|chấp hành|giữ|giữ gìn|bảo vệ|bảo mật|"
    "sao lưu|khôi phục|phục hồi|dự phòng|diễn tập|trực|ứng trực|đón|tiếp đón|tổng kết|sơ kết|biểu dương|khen thưởng|"
    "kỷ luật|quy định|quy hoạch|điều chỉnh|cấp|cấp phép|gia hạn|thu|thu phí|nộp|quyết toán|thanh toán|tiết kiệm|"
    "tăng|giảm|hạ|nâng|nâng cao|mở|đóng|dừng|tạm dừng|chấm dứt|khóa|chặn|gỡ|gỡ bỏ|xóa|loại bỏ|tắt|bật|phủ sóng|đưa|"
    "tạo|tạo điều kiện|tạo lập|hình thành|thiết lập|thiết kế|thi công|đầu tư|trang bị|chuẩn bị|rút kinh nghiệm|"
    "đăng ký|kê khai|niêm yết|lưu trữ|số hoá|liên thông|tính toán|xác định|cụ thể hóa|thể chế hóa|quy đổi|nhận diện|"
    "phát hiện|tố giác|truy vết|tiêm|cách ly|khoanh vùng|dập dịch|chăm sóc|khám|điều trị|phân luồng|trồng|khơi thông|"
    "nạo vét|thu gom|vệ sinh|tiêu hủy|dán|in|phát|phát hành|phát động|ra quân|ra mắt|khai trương|bắt tay|khẩn trương|tập trung|"
    "phân cấp|phân quyền|phân định|định giá|thống nhất|điện tử hóa|thương mại hóa|xã hội hóa|hiện đại hóa|tự động hóa|"
    "làm chủ|làm đầu mối|là đầu mối|làm tốt|thông báo|thông tin|truyền thông|nhắc nhở|gắn|đồng bộ|kết hợp|xuất bản|sản xuất|"
    "cải cách|cải thiện|nắm|nắm bắt|nắm tình hình|phân phối|điều hành|điều phối|điều hòa|chủ động|bám sát|tận dụng|"
    "tranh thủ|khuyến khích|thực hành|đáp ứng|ký cam kết|cam kết|đổi mới|củng cố|chỉnh trang|chỉnh sửa|cải tạo|tôn tạo|"
    "giới thiệu|quảng bá|ổn định|tiêu thụ|bình ổn|dự trữ|nhập khẩu|xuất khẩu|bán|mua|cho vay|giãn|hoãn|khoanh nợ|miễn|"
    "luân chuyển|bổ nhiệm|điều động|chi|xác nhận|chứng nhận|cử|phụ trách|tìm|tìm kiếm|học tập|tích cực|phấn đấu|tháo dỡ|"
    "xóa bỏ|giải trừ|hủy|kiểm soát|kiểm đếm|kiểm kê|kiểm điểm|nghiêm túc|thay đổi|phát huy|nêu|chọn|trồng rừng|giao ban|"
    "họp|tăng tốc|lồng ghép|rà|soát xét|biên soạn|dịch|giải phóng mặt bằng|đền bù|bồi thường|tái định cư|chấp thuận|"
    "thẩm tra|thẩm duyệt|phản biện|tư vấn|ủy quyền|thỏa thuận|khớp nối|tính|lên|quy trách nhiệm|xin ý kiến|tiếp tục|"
    "nhập|xuất|chỉ định|dành|chú trọng|quan tâm|ưu tiên|khuyến cáo|khuyến nghị|thực hiện ngay|vào cuộc|có văn bản|"
    "có biện pháp|có giải pháp|có phương án|có kế hoạch|có hướng dẫn|có báo cáo|có công văn|có cơ chế|có chính sách|có hình thức|"
    "có chương trình|có lộ trình|có đề xuất|có đánh giá|có gói|có ý kiến|có phương thức|có quy định|có trách nhiệm|"
    "không để|không được|không tổ chức|không cấp|không cho|không thực hiện|không đưa|không bố trí|kiên quyết|tuyệt đối không|"
    "đăng|viết|đấu nối|cắm mốc|cắm|treo|truy thu|thoái vốn|cổ phần hóa|niêm phong|tạm giữ|khởi tố|truy tố|xét xử|bắt giữ|triệt phá|"
    "đối chiếu|đối soát|chốt|ấn định|phân kỳ|phân vùng|phân khai|nhập liệu|làm sạch|làm mới|làm lại|làm thủ tục|làm|xác thực|định danh|truy xuất|"
    "kích hoạt|khai báo|bãi nhiệm|miễn nhiệm|biệt phái|tinh giản|chuẩn hóa|công nhận|tôn vinh|trao|thăm hỏi|thăm|cứu nạn|tìm kiếm cứu nạn|sơ tán|"
    "gia cố|hộ đê|chằng chống|thông tuyến|hoàn trả|giữ nguyên|tham vấn|phát sóng|tiếp sóng|đưa tin|tái cơ cấu|cơ cấu lại|tái cấu trúc|hạch toán|"
    "kiểm định|hiệu chỉnh|thay mới|vận chuyển|tiếp tế|cung ứng|nhắn tin|chia tách|hợp nhất|sáp nhập|cập nhật|phân luồng|giải thích|giới hạn|"
    "lập kế hoạch|bảo lưu|chuyển giao|tiếp quản|trưng dụng|trưng mua|ghi nhận|lưu hành|thu giữ|xử phạt|phạt|rút|nghiệm thu|nộp|ghi|đề ra|kết thúc|"
    "tự kiểm tra|tự rà soát|tự đánh giá|quay|chụp|bầu|tiến cử|giới thiệu nhân sự|tổ chức lại|bảo dưỡng|khơi|đào|đắp|lát|thảm|sơn|kẻ|"
    "hạn chế|tránh|bảo quản|chịu trách nhiệm|đứng ra|thay mặt|phân tách|tách|gộp|nối|lưu ý|chú ý|bảo hành|giúp"
)
# Verbs that name an attitude: no task by themselves.
ATTITUDE = _list(
    "quyết tâm|nêu cao|nâng cao tinh thần|nâng cao trách nhiệm|nâng cao nhận thức|nâng cao ý thức|phát huy|đoàn kết|nỗ lực|"
    "cố gắng|nhận thức|thấm nhuần|quán triệt|quan tâm đến cán bộ|quan tâm|động viên|giữ vững|tin tưởng|tự hào|coi|xem đây|"
    "xác định rõ|xác định|hiểu|thấy|đổi mới cách nghĩ|đổi mới tư duy|đổi mới cách làm|thay đổi tư duy|thay đổi cách|thay đổi nhận thức|"
    "luôn|luôn luôn|dám nghĩ|mạnh dạn|gương mẫu|tiên phong|nghĩ|chia sẻ khó khăn|đồng lòng|chung sức|đồng hành|phấn đấu|"
    "thể hiện|khơi dậy|lan tỏa|gìn giữ|trân trọng|ghi nhận|biết|làm hết sức|làm tốt|cảm ơn|tri ân|thi đua|là|có tinh thần|"
    "tăng cường đoàn kết|siết chặt kỷ luật|siết chặt|đề cao|bảo đảm nguyên tắc|vượt qua|không ngừng|không chủ quan|"
    "gánh trách nhiệm|dựa|dựa trên|đi từ|đi đều|đi trước|mang lại|có lý luận|huy động sức mạnh|tạo ra những|phát triển nhanh"
)
# A sentence that begins so explains, limits or warns; it gives no task of its own.
EXPLAINS = _list(
    "trường hợp|trong trường hợp|nếu|nêu rõ|theo đó|nhờ đó|qua đó|từ đó|đây là|đó là|có thể|như vậy|tuy nhiên|"
    "bởi vì|vì|do|mặc dù|bên cạnh những|muốn|không có|không làm|hiện nay|hiện|đến nay|thời gian qua|vừa qua|"
    "trước đây|kết quả|nguyên nhân|nhìn chung|cụ thể là"
)
CONNECT = _list(
    "đồng thời|bên cạnh đó|ngoài ra|cùng với đó|song song với đó|đặc biệt|trước mắt|do đó|vì vậy|do vậy|vì thế|mặt khác|"
    "trên cơ sở đó|thứ nhất|thứ hai|thứ ba|thứ tư|thứ năm|riêng|trong đó|cụ thể|theo đó|cùng đó|tiếp đó|cũng|"
    "một là|hai là|ba là|bốn là|năm là|sáu là|bảy là|và|về phía|về phần|trước hết|trước tiên|bên cạnh|tiếp theo|nhất là|"
    "để thực hiện|hơn nữa|vì lẽ đó|chính vì vậy|bởi vậy|thời gian tới|trong thời gian tới|từ nay đến cuối năm|song|còn|"
    "cuối cùng|ngoài|thêm vào đó|để làm được điều đó|trên tinh thần đó|theo tinh thần đó|sau hội nghị|sau cuộc họp"
)
# Also nouns or parts of nouns: they begin a task, but they do not end a name.
_ALSO_NOUNS = set(
    _list(
        "đăng|viết|cắm|treo|chốt|trao|thăm|rút|ghi|phạt|quay|chụp|bầu|khơi|đào|đắp|lát|thảm|sơn|kẻ|làm|vận chuyển|cung ứng|bảo dưỡng|kiểm định|cứu nạn|tìm kiếm cứu nạn|"
        "hạ|in|đo|tính|lên|chi|thu|trực|phát|cấp|ký|khám|tách|nối|gắn|mở|mua|bán|nâng|giữ|chọn|rà|họp|đón|cử|tìm|trồng|dán|"
        "tiêm|thuê|đóng|dừng|khóa|nhập|xuất|dịch|tắt|bật|nêu|tránh|giúp|dành|hoãn|giãn|miễn|xóa|gỡ|đưa|tạo|chuyển|nộp|"
        "đào tạo|sản xuất|thông tin|truyền thông|kiểm toán|thanh tra|quản lý|phát triển|quy hoạch|xuất bản|phát hành|bảo vệ|vận hành|"
        "thu phí|dịch|điều tra|thống kê|lưu trữ|bảo hành|điều hành|thiết kế|thi công|điều phối|nghiên cứu khoa học|cứu trợ"
    )
)
STOPS = [verb for verb in ACTION if verb not in _ALSO_NOUNS]
_W = r"(?![^\W\d_])"
INSTRUCT_RE = re.compile(rf"(?<![^\W\d_]){either(INSTRUCT)}{_W}", re.IGNORECASE)
SAY_RE = re.compile(rf"(?<![^\W\d_]){either(SAY)}{_W}", re.IGNORECASE)
MODAL_RE = re.compile(rf"(?<![^\W\d_]){either(MODAL)}{_W}", re.IGNORECASE)
MANNER_AT = re.compile(rf"{either(MANNER)}{_W}[, ]*", re.IGNORECASE)
ACTION_AT = re.compile(rf"{either(ACTION)}{_W}", re.IGNORECASE)
STOP_AT = re.compile(rf"{either(STOPS)}{_W}")
ATTITUDE_AT = re.compile(rf"{either(ATTITUDE)}{_W}", re.IGNORECASE)
EXPLAINS_AT = re.compile(rf"{either(EXPLAINS)}{_W}", re.IGNORECASE)
CONNECT_AT = re.compile(rf"{either(CONNECT)}{_W}[,:]?\s*", re.IGNORECASE)
MODAL_AT = re.compile(rf"{either(MODAL)}{_W}\s*", re.IGNORECASE)
