"""The cues by which one clause is read: topics, nouns that look like verbs of instruction, asides, support."""

import re

from intake.finding import words
from intake.finding.view import UPPER, canonical

TOPIC = re.compile(
    canonical(
        r"(?:Về|Dưới sự|Đối với|Liên quan(?: đến| tới)?|Riêng(?: về| đối với)?|Trong|Tại|Để|Nhằm|Trên cơ sở|Theo|Căn cứ|Thực hiện|Với|Cùng với|Song song với|Từ|Trước|Qua|Sau khi|"
        r"Bên cạnh|Ngoài|Nhân|Phát biểu|Kết luận|Kết thúc|Chỉ đạo|Cũng|Ngay|Giai đoạn|Năm|Tháng|Gợi ý|Nhấn mạnh|Cho rằng|Chia sẻ|Đề cập|Nhắc lại|Trả lời|Ghi nhận|Đánh giá|Sau|Xuất phát|Khi|Trước tình hình|Dịp|Từ nay)\s"
    ),
    re.IGNORECASE,
)
NOUN_BEFORE = re.compile(
    canonical(
        r"(?:ý kiến|văn bản|nội dung|sự|theo|nhiệm vụ|được|do|các|những|đáp ứng|mục tiêu|của|quy định|bị|đúng|việc|công tác|Ban|ban|yêu cầu|với|tinh thần|từ|một số|và các|phương châm|"
        r"không|chưa|đã được|để|lãnh đạo,|quan điểm|sát|người|hồ sơ|đơn|phiếu|văn|đạt|tiếp nhận|kịp thời|vượt|nhu cầu|thông điệp|tiếp tục được|phản ánh,|theo dõi,|những|cấp|năng lực|năm|lần|quyết định|luôn|Chính phủ|Trung ương|Quốc hội|Bộ Chính trị|trên|tổ chức|tập trung|trong|như|qua|nếu|trực tiếp|cần|phải|chủ động|thường xuyên|chủ trì|tăng cường|khẩn trương|tiếp tục|cấp có thẩm quyền|cơ quan có thẩm quyền|rà soát,|nghiên cứu,|kiểm tra,|giám sát,|tham mưu,)$"
    )
)
NOUN_AFTER = re.compile(
    canonical(
        r"(?:\s*,?\s*điều hành| thông| dịch| lưu| ban| tiếp| đất| diện| hữu| của(?! các| đồng)| về(?! việc)| trên| tại các| nêu| đặt ra| này| trên đây| \d+ (?:nhiệm vụ|đầu việc)| thời| kèm| quyết liệt,? điều| sát sao| trong (?:công tác|thời gian)| thoa| tới (?=cấp)|(?: kịp thời| quyết liệt| thống nhất)?,? (?:chặt chẽ|thông suốt)| phê duyệt| ngày \d| để các(?= [^,]{0,40}biết)| tặng| khen)"
    )
)
BETWEEN = re.compile(
    canonical(
        r"(?:\s*\([^()]{0,60}\))?(?:,[^,]{2,90},)?\s*,?\s*(?:(?:cũng|còn|đã|tiếp tục|đồng thời|và|vừa|một lần nữa|đặc biệt|lại|thống nhất|nhất trí|đồng ý|quyết định|nghiêm khắc|có ý kiến|kết luận|và có|tại hội nghị|tại cuộc họp|sẽ|chính thức|nêu rõ|nhấn mạnh và|chỉ rõ và|nhấn mạnh|phát biểu|nhiệt liệt|đánh giá cao và|ghi nhận và|hoan nghênh và|biểu dương và|sau khi nghe báo cáo)\s*,?\s*)*"
    )
)
OPENER_BEFORE = re.compile(
    canonical(
        r"(?:^|[;:]\s*|(?:,|;)?\s*(?:trong đó|đồng thời|cụ thể|theo đó|do đó|vì vậy|từ đó|qua đó|bên cạnh đó|ngoài ra|và|trước mắt|Căn cứ [^,]{3,60}|nhất trí|thống nhất|đồng ý|thay mặt [^,]{3,40}|kết luận và|nhấn mạnh và|vì lẽ đó)\s*,?\s*)$"
    ),
    re.IGNORECASE,
)
PASSED = re.compile(
    canonical(r"(?:đã|vừa|từng)\s*(?:cũng\s*|được\s*)?$"),
)
EARLIER = re.compile(
    canonical(
        r"(?:phiên họp (?:lần )?(?:thứ )?\S+ (?:của|trước)|trước đó|trước đây|thời gian qua|vừa qua|thời gian vừa qua|năm (?:ngoái|trước)|tháng trước|kỳ họp trước|lần trước|đã nhiều lần|nhiều lần)"
    ),
    re.IGNORECASE,
)
NO_TASK_AFTER = re.compile(
    canonical(
        r"\s*,?\s*(?:đã|đang|sẽ|vừa|được|bị|có (?!trách nhiệm|văn bản|biện pháp|phương án|giải pháp|kế hoạch|báo cáo|hướng dẫn|công văn|chính sách|cơ chế|hình thức|nhiệm vụ|ý kiến|đề xuất)|là (?!đầu mối)|chưa|còn|không (?!để|được|tổ chức|cho|cấp)|gồm|cho biết|cho rằng|cho hay|kiến nghị|phản ánh|báo cáo (?:tại|rằng|sơ bộ)|trình bày|cũng đã|phát biểu|nêu|đánh giá (?=cao)|hiện|nhận|gặp|vẫn|luôn|thường trực|thấy|tham dự|dự|thông tin (?=về)|(?:đạt|tăng|giảm)(?= (?:[\d.,]+|so với|mạnh|nhẹ|gần|hơn|trên|khoảng|được))|ghi nhận)(?![^\W\d_])"
    )
)
ASIDE = re.compile(
    canonical(
        r"\s*(?:\([^()]{1,120}\)|,?\s*(?:nhất là|đặc biệt là|trước hết là|trong đó có|mà trước hết là)\s[^,;]{2,80}?(?=,|\s+(?:cần|phải|khẩn trương|tập trung|chủ động|tiếp tục|có trách nhiệm)\s)"
        r"|,?\s*(?:căn cứ|trên cơ sở|theo|trong phạm vi|với vai trò|trên tinh thần|theo chức năng|bằng|từ|để|nhằm|thông qua|qua|ngay|sau khi|trước khi|trong|vào|đến|chậm nhất|trước|định kỳ|hàng|hằng|mỗi|đối với|về|tại|trên địa bàn|là cơ quan[^,]{2,60}|với)\s[^;:]{2,260}?(?:,(?= (?:cần|phải|chủ|khẩn|tập|tiếp|tổ|rà|xây|kịp|thực|triển|báo|hoàn|ban|nghiên|phối|kiểm|tăng|có|hướng|đề|trình|sớm|nhanh|đẩy|xử|chỉ))|\s(?=(?:để )?(?:chủ trì|khẩn trương|chủ động|có trách nhiệm|phân công|xây dựng|hoàn thiện|tổ chức|rà soát)\s)))"
    )
)
SUPPORT = re.compile(
    canonical(
        r"(?:[Pp]hối hợp(?:,? (?:chặt chẽ|đồng bộ|hiệu quả|tốt|thường xuyên|kịp thời|nhịp nhàng)(?:,? (?:hiệu quả|đồng bộ|kịp thời))?)?(?:(?: cùng| chặt chẽ)? với|(?= (?:Bộ|Sở|Cục|Vụ|Công an|UBND|Ủy ban|Ban|Phòng|Trung tâm|Văn phòng|Viện|Trạm|Chi cục|Tổng cục|Thanh tra|Công ty|Tập đoàn|Đoàn|Hội|Đài|Trường|các (?:sở|bộ|ngành|cơ quan|đơn vị|địa phương))))(?:,)?|(?:trao đổi|làm việc(?: cụ thể)?)(?:, thống nhất)?(?: cụ thể)? với|thống nhất với|cùng(?: với)?(?= (?:[A-ZĐÁÂĂÊÔƠƯỦỨÝ]|các )))\s+"
    )
)
SUPPORT_OWN = re.compile(
    canonical(
        r"(?:^|[,;:]|(?:chủ trì|chủ động|khẩn trương|tiếp tục|cần|phải|tích cực|và|thường xuyên|chặt chẽ|tăng cường|tập trung|kịp thời|cán bộ|lực lượng|đồng thời|sớm|trách nhiệm|nghiêm túc|đầu mối|để|trao đổi|nhiệm vụ|rà soát|nghiên cứu|trực tiếp|luôn|chỉ đạo)\s*,?)\s*$"
    )
)
LEADS_WITH = re.compile(
    canonical(
        r",?\s*(?:làm )?(?:chủ trì|là đầu mối|làm đầu mối|đầu mối)\s*,\s*(?:và )?(?P<who>.{3,160}?)\s+(?:phối hợp|tham gia)"
    )
)
LIST_LEAD = re.compile(
    canonical(r"(?:cho|đối với|tới|đến|:|,|thêm|rõ|ngay|trực tiếp|cụ thể|lại|đồng chí(?= Thủ trưởng))\s*")
)
# An addressee passes instructions on in the same words.
PASSED_ON = set(
    canonical("chỉ đạo|đôn đốc|nhắc nhở|quán triệt|phân công|ủy quyền|ủy quyền cho|lưu ý|chỉ thị").split("|")
)
DONE = re.compile(canonical(r"(?:^|\s)(?:đã|được)\s[^,;]{0,60}$"))
TIME_ASIDE = re.compile(
    canonical(
        r"(?:(?:định kỳ )?(?:hàng|hằng|mỗi) (?:tuần|tháng|quý|năm|ngày)|trong [^,]{3,40}|từ nay [^,]{3,40}|trước (?:mắt|ngày [^,]{3,30}|hết)|thời gian tới|ngay sau [^,]{3,50}|đến [^,]{3,40}|chậm nhất [^,]{3,40})\s*,\s*"
    ),
    re.IGNORECASE,
)
NEEDED = re.compile(
    canonical(
        r"(?:[^,;.]{0,60}\s)?(?:việc|nhiệm vụ|điều|vấn đề|nội dung)[^,;.:]{0,40}?\s(?:mà\s)?(?P<who>(?:[^\W\d_]|[ ,&-])+?)\s+(?:cần|phải)\s+(?:làm|thực hiện|tập trung|giải quyết)[^,;.:]{0,30}?\s?(?:đó )?là\s*[,:]?\s+"
    ),
    re.IGNORECASE,
)
NOTHING_MORE = re.compile(canonical(r"(?:,\s*(?:nhất là|đặc biệt là)\s[^,;]{2,60})?,?"))
SAYS_BETWEEN = re.compile(
    canonical(
        r"(?:\s*\([^()]{0,60}\))?(?:,[^,]{2,90},)?\s*,?\s*(?:(?:cũng|còn|đã|tiếp tục|một lần nữa|đặc biệt|lại|có ý kiến)\s+)*"
    )
)
SUBJECT_MODAL = re.compile(
    rf"(?P<np>[^;:]{{2,170}}?)[,]?\s+{words.either([w for w in words.MODAL if w not in ('nên', 'hãy', 'chịu trách nhiệm')])}(?![^\W\d_])\s*"
)
TOGETHER = re.compile(canonical(r",?\s*cùng(?: với)?\s+"))
TOPIC_COLON = re.compile(canonical(r"(?:Về|Đối với|Riêng|Liên quan)\s[^,;:.]{3,90}:\s+(?=\S)"))
LEADING_BODY = re.compile(
    canonical(
        r"(?:Thường trực|Ban Thường vụ|Ban Cán sự|Lãnh đạo|Chính phủ|Quốc hội|Bộ Chính trị|người đứng đầu)"
    ),
    re.IGNORECASE,
)
# "Riêng Bệnh viện A phải …" singles somebody out.
ALONE = re.compile(canonical(rf"(?:Riêng|Còn|riêng|còn)\s+(?=[{UPPER}]|các\s|thành phố\s)"))
