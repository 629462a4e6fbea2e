"""What names of bodies are made of: heads, generic words, what may stand inside a name and what ends it."""

import re

from intake.finding import words
from intake.finding.people import NAME
from intake.finding.view import UPPER, canonical

HEADS = canonical(
    "Bộ|Sở|Tổng cục|Cục|Vụ|Chi cục|Văn phòng|Thanh tra|Ban|Ủy ban|UBND|UBMTTQ|UB|HĐND|Hội đồng|Viện|Học viện|Trung tâm|"
    "Trường|Đại học|Tập đoàn|Tổng công ty|Tổng Công ty|Công ty|Ngân hàng|Kho bạc|Bảo hiểm xã hội|Bảo hiểm|BHXH|Đài|Báo|Tạp chí|Công an|"
    "CATP|Bộ Chỉ huy|Bộ Tư lệnh|Bộ đội|Cảng vụ|Hải quan|Thuế|Kiểm toán|Tòa án|Viện Kiểm sát|Viện kiểm sát|Mặt trận|Liên đoàn|"
    "Liên hiệp|Hội|Hiệp hội|Đoàn|Tổ công tác|Tổ|Phòng|Đội|Chi nhánh|Nhà máy|Nhà xuất bản|Quỹ|Cơ quan|Thông tấn xã|Thành phố|"
    "TP|Tỉnh|Huyện|Quận|Thị xã|Xã|Phường|Thành ủy|Tỉnh ủy|Huyện ủy|Quận ủy|Đảng ủy|Bưu điện|Điện lực|BQL|Trạm|Bệnh viện|Khu|"
    "Phòng|Đơn vị|Trung đoàn|Quân khu|Binh chủng|Quân chủng|Ban quản lý|Khối|Xí nghiệp|Hợp tác xã|Nhà trường|Thủ trưởng|"
    "Lãnh đạo|Trưởng|Chánh|Thư ký|Hạt|Vườn quốc gia|Cổng|Nhà hát|Bảo tàng|Thư viện|VP|Truyền hình|Phân viện|Ngân sách nhà nước"
).split("|")
LOWER_HEADS = canonical(
    "bộ|sở|cục|vụ|ban|ủy ban|công an|thành phố|tỉnh|huyện|quận|thị xã|xã|phường|tổng công ty|công ty|tập đoàn|ngân hàng|trường|"
    "văn phòng|trung tâm|chi cục|phòng|đài|báo|viện"
).split("|")
GENERIC = canonical(
    "Bộ|bộ|ngành|Sở|sở|ban|địa phương|cơ quan|đơn vị|tổ chức|đoàn thể|hội đoàn thể|cấp|doanh nghiệp|hiệp hội|tập đoàn|tổng công ty|"
    "công ty|nhà mạng|ngân hàng thương mại|ngân hàng|chủ đầu tư|nhà thầu|nhà đầu tư|tỉnh|thành phố|thành|huyện|quận|thị xã|"
    "thị trấn|xã|phường|đặc khu|trường|cơ sở|thành viên|Cục|cục|Vụ|vụ|viện|trung tâm|phòng|lực lượng|hội|Thứ trưởng|thứ trưởng|"
    "trưởng đơn vị|trưởng các đơn vị|thủ trưởng|người đứng đầu|lãnh đạo|cấp ủy|chính quyền|báo|đài|cơ quan báo chí|nhà trường|bệnh viện|"
    "ban quản lý|tổ công tác|đồng chí|cán bộ|đảng ủy|chi bộ|chi nhánh|nhà xuất bản|học viện|đại học|Chủ tịch|Phó Chủ tịch|hợp tác xã|"
    "khu|đội|tổ|Tổng cục|tổng cục|chi cục|Ban|Viện|Trung tâm|Văn phòng|Thanh tra|Trường|Báo|Đài|Hội|Hiệp hội|Phòng|"
    "bên|công chức|viên chức|người lao động|đảng viên|chủ thể|tư vấn|hộ|bộ phận|đại biểu|nền tảng|trưởng phòng|trưởng ban|hạt|công đoàn|Phó Thủ tướng|tòa soạn|huyện ủy|"
    "Doanh nghiệp|Ban Quản lý dự án|ban quản lý dự án|Ban Quản lý|chủ rừng|chủ hồ|nhà máy"
).split("|")
GROUP = r"(?:[Tt]ất cả(?: các| \d+)?|[Tt]oàn (?:bộ|thể)(?: các)?|[Cc]ác|[Nn]hững|[Mm]ỗi|[Tt]ừng|[Mm]ột số|\d{1,3})"
A = rf"(?=[{UPPER}])"
GENERIC_WORD = "(?>" + words.either(GENERIC) + r"(?![^\W\d_]))"
HEAD_WORD = "(?>" + words.either(HEADS) + r"(?![^\W\d_]))"
LOWER_HEAD = words.either(LOWER_HEADS) + rf"(?= [{UPPER}])"
GENERIC_AT = re.compile(rf"(?:(?P<how>{GROUP})\s+)?(?P<word>{GENERIC_WORD})")
PROPER_AT = re.compile(rf"(?:{HEAD_WORD}|{LOWER_HEAD})")
NAMED_HEAD = re.compile(
    rf"(?:(?:{HEAD_WORD}|{LOWER_HEAD})(?= [{UPPER}\d]| nhân dân)|(?:UBND|HĐND|Công an|Văn phòng|Thanh tra|Kho bạc|Chủ tịch|Giám đốc|"
    r"Ban Quản lý|Ban quản lý|Hội|Trung tâm|Đài)(?![^\W\d_]))"
)
BRAND = re.compile(
    rf"(?:[{UPPER}]{{3,}}[\w&]*|[A-Z][a-z]+[A-Z]\w*|Viettel|Petrolimex|Vinachem|Vinalines|Vietcombank|Agribank)(?![^\W\d_])"
)
INSIDE_LIST = re.compile(rf"(?:các|cấp)\s+{GENERIC_WORD}")
MORE_LISTED = re.compile(rf"(?:,\s+|\s+và\s+)(?P<word>{GENERIC_WORD})(?=[\s,;:.]|$)")
LISTED_END = re.compile(rf"(?:các|cấp|tỉnh,|xã,)\s+{GENERIC_WORD}$")
JOINT = re.compile(r"(?:\s*\([^()]{1,80}\))?(?:\s*,\s*(?:và\s+)?|\s+(?:và|cũng như)\s+|\s*;\s*)")
BRACKET = re.compile(r"\s*\([^()]{1,80}\)")
SHORT_DOING = re.compile(
    canonical(
        r"(?:chuyển(?! đổi)|nộp|đưa|dừng|gỡ|đón|thuê|giữ|nâng|cử|chọn|dành|tạo điều kiện|thu thập|gửi|mở|mua(?! sắm)|bán|tìm|lập|đóng|khóa|tắt|bật|trồng|dán|tiêm|rút|ghi|treo|cắm|chốt|trao|đăng|viết|xóa|hoãn|tránh|giúp|nêu)(?![^\W\d_])"
    )
)
CAPITAL = re.compile(rf"[{UPPER}]")
AND_CAPITAL = re.compile(rf"\s+(?P<next>[{UPPER}][^\s,;:.()]*)")
INSIDE = re.compile(
    canonical(
        r"(?:Tiếng nói|tiếng nói|giáo dục và đào tạo|thông tin và truyền thông|công nghệ thông tin|Ngoại giao|ngoại giao|Y tế dự phòng|y tế dự phòng|thi hành án|việc làm|dự án đầu tư xây dựng|đầu tư xây dựng|dự án đầu tư|quản lý dự án|quản lý đầu tư|quản lý nhà nước|dự án|quản lý chất lượng|"
        r"tại doanh nghiệp|tại(?= (?:TP|Thành phố))|có liên quan|liên quan|trên địa bàn(?: tỉnh| thành phố| huyện| xã| cả nước| Thành phố)?|"
        r"trực thuộc(?: Trung ương| trung ương)?|thuộc|của(?= (?:Bộ|Chính phủ|tỉnh|Thành phố|thành phố|ngành|Trung ương|[A-ZĐ]))|"
        r"có thẩm quyền|có chức năng|chức năng|tín dụng|phát hành|sản xuất, kinh doanh|kinh doanh|sản xuất|thi công|tư vấn|thương mại|"
        r"cho vay|đào tạo|nghiên cứu khoa học|quản lý|vận hành khai thác|cấp tỉnh|cấp huyện|cấp xã|các cấp|ngang bộ|ngang Bộ|đăng kiểm|"
        r"kiểm định|viễn thông|bưu chính|công nghệ|truyền thông|báo chí|phát triển(?= (?:nông thôn|đô thị|quỹ đất|hạ tầng))|chính trị - xã hội|Hàng không|hàng không|xã hội|điều hành giá|"
        r"công trình giao thông|công trình|chương trình|giao thông vận tải|giao thông|sử dụng lao động|sử dụng đất|kiểm soát bệnh tật|dịch vụ|bảo vệ thực vật|chăn nuôi|thu phí|xuất khẩu|nhập khẩu|hỗ trợ doanh nghiệp)"
    )
    + r"(?![^\W\d_])"
)
ENDING = set(
    canonical(
        "về tại trong để theo trước với từ vào đã sẽ đang được bị có không cho là như khi nhằm qua trên hoặc nếu mà thì cũng còn "
        "vừa do bằng đến sau ngay cùng giữa gồm bao hiện thuộc của này đó rằng vì nên mới chưa xem lên xuống ra làm đi chỉ nhưng nhất"
    ).split()
)
FORMULA = re.compile(
    canonical(
        r"(?:[Cc]ác )?(?:đồng chí )?Bộ trưởng, (?:Thủ trưởng|thủ trưởng)(?: các)? (?:cơ quan ngang [Bb]ộ|[Bb]ộ, ngành|bộ, cơ quan|cơ quan)"
        r"(?:(?:,| và)? (?:[Tt]hủ trưởng )?(?:các )?cơ quan (?:thuộc|trực thuộc) Chính phủ)?"
        r"(?:(?:,| và|;) (?:Chủ tịch )?(?:UBND|Ủy ban nhân dân)(?: các)? tỉnh, thành phố(?: trực thuộc [Tt]rung ương)?)?"
    )
)
PERSON = re.compile(rf"(?:(?:[Đđ]ồng chí|[Ôô]ng|[Bb]à)\s+)(?P<name>{NAME})")
SHARED_HEAD = re.compile(
    rf"(?:(?P<title>Bộ trưởng|Giám đốc|Thủ trưởng|Lãnh đạo|lãnh đạo|Cục trưởng|Vụ trưởng|Chủ tịch|Trưởng) )?"
    rf"[Cc]ác (?P<head>Bộ|bộ|Sở|sở|Cục|Vụ|Ban|Tập đoàn|Tổng công ty)(?P<colon>: | (?=[{UPPER}]))"
)
SHARED_PLACE = re.compile(
    rf"(?P<title>(?:Chủ tịch )?(?:UBND|Ủy ban nhân dân)) các (?P<head>tỉnh|huyện|xã|phường|quận)(?P<colon>: | (?=[{UPPER}]))"
)
LIST_JOINT = re.compile(r"\s*,\s*(?:và\s+)?|\s+và\s+")
WITH_COMMA = [
    canonical(name)
    for name in (
        "Văn hóa, Thể thao và Du lịch",
        "Xuất bản, In và Phát hành",
        "Văn hóa, Thể thao",
        "Phát thanh, truyền hình và thông tin điện tử",
    )
]
WITH_AND = [
    canonical(name)
    for name in (
        "Tài nguyên và Môi trường", "Nông nghiệp và Phát triển nông thôn", "Nông nghiệp và Môi trường", "Kế hoạch và Đầu tư",
        "Khoa học và Công nghệ", "Thông tin và Truyền thông", "Giáo dục và Đào tạo", "Lao động - Thương binh và Xã hội",
        "Văn hóa và Thể thao", "Dân tộc và Tôn giáo", "Phát thanh và Truyền hình", "Quy hoạch và Kiến trúc",
    )
]  # fmt: skip
COMPOUND = sorted(WITH_COMMA + WITH_AND, key=len, reverse=True)
WITH_HEAD = [f"{head} {name}" for head in ("Cục", "Bộ", "Sở", "Vụ") for name in WITH_COMMA]
# Other words where no "các" stands before them.
ONLY_COUNTED = set(
    canonical(
        "tổ chức|cấp|khu|trường|hộ|bên|cán bộ|hội|đội|tổ|phòng|xã|thành|thành viên|tư vấn|nền tảng|công ty|hiệp hội|cơ sở|đồng chí|lực lượng"
    ).split("|")
)
# One syllable of many other words ("Tổ chức", "Báo cáo", "Xã hội"): a name must follow.
SHORT_HEADS = set(
    canonical(
        "Tổ|Đoàn|Hội|Khu|Đội|Khối|Phòng|Quỹ|Báo|Trường|Xã|Trưởng|Cổng|Hạt|Trạm|Tỉnh|Đài|Thuế|Viện|Quận|Chánh|Đại học|Bảo hiểm|Hải quan|Ban"
    ).split("|")
)
SHORT_HEAD_GOES_ON = re.compile(
    rf"\s+(?:[{UPPER}\d]|(?:các|công tác|chỉ đạo|quản lý|nhân dân|biên tập|kinh tế|điều hành|giúp việc|đề án|soạn thảo|tổ chức|dân vận|đặc nhiệm|trưởng|công nghệ|xã hội|thẩm định|chủ nhiệm)(?![^\W\d_]))"
)
# Heads that are a body without a name: the one everybody in the room means.
ALONE = set(
    canonical(
        "Bộ|Văn phòng|Thanh tra|Tỉnh ủy|Thành ủy|UBND|Thành phố|Tỉnh|Công an|Ủy ban|Ban|HĐND|Cơ quan"
    ).split("|")
)
WORD = re.compile(r"[^\s,;:.()\"|]+(?:\.(?=\w)[^\s,;:.()\"|]+)*")
LONGEST_TAIL, LONGEST_GENERIC_TAIL = 6, 7
# A name that has come this far is whole: a small word behind it is what the body does.
COMPLETE = re.compile(
    canonical(r"(?:tỉnh|huyện|xã|phường|quận|Việt Nam|Trung ương|Chính phủ|quốc gia|thành phố)$")
)
GOES_ON = set(canonical("tỉnh thành huyện xã phường ven miền vùng phía đồng khu cấp biên").split())
# Commas that belong to a name: "Phòng, chống thiên tai", "Khám, chữa bệnh".
COMMA_INSIDE = re.compile(
    canonical(
        r"(?<=òng), chống (?:thiên tai|dịch(?: bệnh)?|tham nhũng|tội phạm|ma túy|HIV/AIDS|mua bán người|tệ nạn xã hội|lụt bão|bạo lực gia đình|rửa tiền)|(?<=hám), chữa bệnh|(?<=áy), chữa cháy"
    )
)
# Of the words of saying only those that are part of no name ("Công nghệ thông tin").
SAYS = re.compile(
    canonical(
        r"(?:nhấn mạnh|cho rằng|cho biết|cho hay|chỉ rõ|nêu rõ|khẳng định|mong muốn|bày tỏ|đánh giá|kết luận)(?![^\W\d_])"
    )
)
