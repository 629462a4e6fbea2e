"""The cues by which a passage is taken: what opens a list, what closes a paper, what is only reported."""

import re

from intake.finding.view import canonical

OPENS = re.compile(
    canonical(
        r"(?:như sau|sau|sau đây|gồm|là|cụ thể|chỉ đạo|yêu cầu|kết luận|trọng tâm|nội dung|nhiệm vụ|việc|[Đđ]ó là|[Đđ]iện|quyết nghị|giải pháp|chú ý|thực hiện)?\s*:$|(?:các|một số|những) (?:nhiệm vụ|nội dung|việc|công việc|giải pháp|vấn đề)[^.:;]{0,40}(?:sau|sau đây)\s*[.]?$"
    )
)
RUNNING = re.compile(
    canonical(
        r"(?:^|[.,;]\s+)(?:[Đđ]ó là|[Cc]ụ thể(?: là)?|[Cc]ụ thể như sau|[Gg]ồm|[Bb]ao gồm|[Tt]rong đó(?:,)? tập trung|như sau|sau đây|sau)\s*:\s+(?=\S)"
    )
)
TASKS = re.compile(canonical(r"(?:nhiệm vụ|việc cần làm|công việc|nội dung|việc)"))
COMMANDS = re.compile(
    canonical(
        r"(?:kết luận|ý kiến|chỉ đạo|yêu cầu|giao nhiệm vụ|đề nghị|quyết nghị|chỉ thị|phân công|thống nhất)[^.;]{0,160}(?:như sau|sau đây|sau|nội dung|nhiệm vụ|:)\s*[:.]?$|^(?:[^.;]{0,80}\s)?(?:điện|yêu cầu|kết luận|chỉ thị|quyết nghị)\s*:$"
    )
)
LOOKS_BACK = re.compile(
    canonical(
        r"(?:các đơn vị báo cáo|báo cáo|thảo luận|ý kiến (?:thảo luận|phát biểu|tham luận|của các)|nội dung (?:cuộc họp|họp|báo cáo|thảo luận)|diễn biến|khai mạc|tham luận|phần (?:báo cáo|thảo luận)|đánh giá (?:chung|tình hình|kết quả)|kết quả (?:đạt được|thực hiện|nổi bật|công tác)|tồn tại|hạn chế|khó khăn|nguyên nhân|tình hình (?:chung|thực hiện|triển khai)|ưu điểm|khuyết điểm|về kết quả|về tình hình|thành phần)"
    ),
    re.IGNORECASE,
)
REPORT = re.compile(
    canonical(
        r"(?:^|,\s*)(?:Theo (?:báo cáo|thống kê|số liệu|thông tin|đánh giá)|Báo cáo (?:tại|của)|(?:Tại|Phát biểu tại) [^,]{3,40}, (?:đại diện|lãnh đạo|Giám đốc|Phó Giám đốc|Chánh|Cục trưởng|Vụ trưởng)|Tham luận|Các (?:đại biểu|ý kiến) )"
    )
)
BELOW = re.compile(
    canonical(
        r"(?:kiến nghị|đề xuất|xin ý kiến|đề nghị)\s+(?:với )?(?:UBND|Ủy ban nhân dân|Chính phủ|Thủ tướng|Bộ(?! phận)|Tỉnh ủy|Trung ương|cấp trên|Quốc hội|lãnh đạo|Lãnh đạo)"
    )
)
CLOSING = re.compile(
    canonical(
        r"(?:^Trên đây là|thông báo(?: ý kiến kết luận)?(?: để| và| tới| đến| cho| kết luận)[^.;]{0,160}(?:biết|thực hiện)|^(?:Nhận được|Đề nghị|Yêu cầu|Căn cứ|Thừa lệnh)[^.;]{0,170}?(?:nghiêm túc |khẩn trương |tổ chức |nghiêm |tập trung )*(?:triển khai|thực hiện|triển khai thực hiện|thực hiện nghiêm)(?: nghiêm túc| hiệu quả| đầy đủ)?(?: các| những)?(?: nội dung| nhiệm vụ| ý kiến chỉ đạo| chỉ đạo| Công điện| Thông báo| Kết luận| Chỉ thị| Công văn)?(?: này| trên| nêu trên| trên đây)?\s*(?:/?\.|$))"
    )
)
EMPTY_TASK = re.compile(
    canonical(
        r"[\s,:]*(?:cần |phải |nghiêm túc |khẩn trương |tích cực |chủ động |quyết liệt |tiếp tục |tập trung |biết,? |quán triệt,? |phối hợp |tổ chức )*(?:triển khai|thực hiện|triển khai thực hiện|thực hiện tốt|làm tốt|thực hiện nghiêm(?: túc)?)"
        r"(?:,? (?:nghiêm túc|tốt|hiệu quả|nghiêm|đầy đủ|có hiệu quả|kịp thời))*(?:(?: các| những)?(?: nội dung| nhiệm vụ| ý kiến| kết luận| chỉ đạo| công điện| thông báo| giải pháp| công việc)+(?: này| trên| nêu trên| trên đây| được giao| đã đề ra)?)?\s*(?:/?\.?/?\.?)$"
    ),
    re.IGNORECASE,
)
LEDE = re.compile(
    canonical(
        r"(?:vừa|đã) (?:có|ký|ban hành)(?: ban hành)? (?:công điện|văn bản|công văn|chỉ thị|thông báo|quyết định)"
    ),
    re.IGNORECASE,
)
SPLITS = re.compile(
    canonical(
        r"(?:,|\s-)\s*(?:trong đó,?|đồng thời,?|và|cùng với đó,?)?\s*(?=(?:giao|yêu cầu|đề nghị|phân công|chỉ đạo)\s+(?:[A-ZĐÁÂĂÊÔƠƯỦỨÝ]|các\s|đồng chí\s))"
    )
)
LATER_STEP = re.compile(
    canonical(
        r"\s(?:để|và|sau đó)\s+(?=(?:phấn đấu )?(?:hoàn thành|xong|khởi công|khánh thành|báo cáo|trình|công bố|đưa vào)[^,;.]{0,60}?(?:trước|chậm nhất|muộn nhất|trong|vào|hết)\s)"
    )
)
VAGUE = re.compile(
    canonical(
        r"(?:huy động|làm|tạo|phát triển|bảo vệ|có (?!văn bản|phương án|biện pháp|kế hoạch)|mang|là|được|dựa|đi|đạt|giữ|quan tâm|chú trọng|nhìn nhận|thực sự|đáp ứng|gắn|bảo đảm|đảm bảo|đổi mới|nâng cao|kết hợp|tính đến|vừa|thay đổi|thúc đẩy|tận dụng|coi|phục vụ|thể hiện|tháo gỡ|phát huy|hướng|lấy|chịu|trở thành|bắt đầu|hiểu)(?![^\W\d_])"
    ),
    re.IGNORECASE,
)
DUE_ONLY = re.compile(
    canonical(
        r"(?:Thời (?:gian|hạn)|Hạn|Hoàn thành|Hoàn thành xong|Xong|Yêu cầu hoàn thành|Chậm nhất|Tiến độ)[^.;]{0,110}[.]?$"
    ),
    re.IGNORECASE,
)
GENERAL = re.compile(canonical(r"(?:thì|muốn|Muốn|nếu|Nếu|khi|Khi)\s[^.]{0,200}?(?:cần|phải)"))

CONCLUDING = re.compile(
    canonical(r"[Kk]ết luận|phát biểu chỉ đạo|[Cc]hỉ đạo (?:hội nghị|cuộc họp|phiên họp|tại)|quán triệt")
)
# In the head of a paper: "Kết luận của …", "Thông báo ý kiến chỉ đạo của …", "Thông báo kết luận hội nghị …".
TITLE_OF_CONCLUSION = re.compile(
    canonical(
        r"(?:thông báo\s*:?\s+)?(?:ý kiến\s+)?(?:kết luận|chỉ đạo)\s+(?:chỉ đạo\s+)?(?:của|tại|hội nghị|cuộc họp|phiên họp|buổi)"
    ),
    re.IGNORECASE,
)
CONCLUSION = re.compile(canonical(r"[Kk]ết luận"))
RUNNING_NEXT = re.compile(canonical(r"(?:Đó là|Cụ thể|Cụ thể là|Cụ thể như sau|Gồm|Bao gồm)\s*:"))
# What follows says how, though it has subjects of its own.
SPELLS_OUT = re.compile(canonical(r"(?:theo hướng|nguyên tắc|cụ thể|gồm|sau đây|như sau)\s*:"))
STATES = re.compile(canonical(r"(?:là|được|có|coi)\s"))
PERSON_ACTS = re.compile(
    canonical(r"[\s,]*(?:trực tiếp|chỉ đạo|chủ trì|phụ trách|theo dõi|khẩn|tập|chịu|chủ động|căn cứ|tổ chức)")
)
BEFORE_SUBJECT = re.compile(canonical(r"(?:^|,|^Theo|^Kết luận[^,]*|[Tt]hay mặt [^,]*)$"))
AFTER_SUBJECT = re.compile(
    canonical(
        r"\s*(?:,|:|đã|cũng|còn|ghi|đánh|biểu|cho|nhấn|nêu|khẳng|phân|đưa|chia|bày|chỉ|phát|kết|mong|lưu|đề|trình|tin|bổ|gửi|cùng|và|giao|yêu|phân công)"
    )
)
# "AI cần được phổ cập" wishes for a state of things and tells nobody.
PRINCIPLE = re.compile(canonical(r"(?:cần|phải)\s+được\s*$"), re.IGNORECASE)
ORDERS = re.compile(
    canonical(
        r"(?:chủ trì|khẩn trương|phối hợp với|chịu trách nhiệm|hoàn thành|sớm (?:hoàn thành|trình|ban hành))\s"
    )
)
NAMED_TOPIC = re.compile(
    canonical(r"(?:^|,\s*)(?:Về|Đối với|Liên quan|Riêng|Trong công tác)\s"), re.IGNORECASE
)
QUOTE_BEFORE = re.compile(r"[\"'],?\s*$")
# Sections of minutes: what was concluded, and what was only told or discussed.
CONCLUDES = re.compile(
    canonical(
        r"(?:[Yy]\s)?(?:ý kiến )?(?:kết luận|chỉ đạo|phân công|giao nhiệm vụ|phương hướng|nhiệm vụ|tổ chức thực hiện|giải pháp|các nhiệm vụ|một số nhiệm vụ|nội dung chỉ đạo|công việc)"
    ),
    re.IGNORECASE,
)
# In a section that looks back, only this turns to what is to be done.
TURNS_TO_TASKS = re.compile(canonical(r"[Kk]ết luận|(?:yêu cầu|chỉ đạo|đề nghị|giao)\s*:$"))
LABELLED_BACK = re.compile(
    canonical(
        r"(?:Đánh giá|Kết quả|Tồn tại|Hạn chế|Tình hình|Ưu điểm|Khuyết điểm|Nguyên nhân|Khó khăn)[^:.;,]{0,40}:\s"
    ),
    re.IGNORECASE,
)
NOT_A_TASK = re.compile(
    canonical(
        r"^(?:Việc|Công tác|Hiện|Đến nay|Thời gian|Kết quả|Tổng|Số|Tình hình|Tỷ lệ|Các|Những|Một số|Tại|Trong|Từ|Do|Đây|Theo|Về|Đối với|Nếu|Khi)\s|\s(?:đã|đang|được|sẽ|chưa|là|còn)\s"
    )
)
# What the leader himself does with these words.
OWN_ACT = re.compile(
    canonical(
        r"(?:Cơ bản )?(?:thống nhất|nhất trí|đồng ý|ghi nhận|biểu dương|đánh giá cao|hoan nghênh|cho phép|chấp thuận|chia sẻ)(?: với| về| chủ trương| đề xuất| nội dung| cao)?(?![^\W\d_])"
    ),
    re.IGNORECASE,
)
