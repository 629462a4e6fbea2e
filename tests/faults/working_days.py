"""The working calendar of the oracle: plain data, from the announcements of the State, not from the product.

Labour Code art. 112 and the yearly notices; Saturdays and Sundays are off but for the swapped ones.
"""

from datetime import date, time, timedelta

FIRST, LAST = date(2027, 9, 1), date(2028, 12, 31)

# 29/2/2028 is a Tuesday. Tết of 2028: the first day of the lunar year is 26/01/2028.
OFF = {
    date(2027, 9, 2),
    date(2027, 9, 3),
    date(2027, 11, 24),
    date(2028, 1, 3),  # for Saturday 01/01
    date(2028, 1, 24),
    date(2028, 1, 25),
    date(2028, 1, 26),
    date(2028, 1, 27),
    date(2028, 1, 28),
    date(2028, 4, 4),
    date(2028, 5, 1),
    date(2028, 5, 2),
    date(2028, 9, 1),
    date(2028, 9, 4),
    date(2028, 11, 24),
}
WORKED: set[date] = set()
# The hours of a working day, as the office has them where it sets none.
HOURS = [(time(8), time(12)), (time(13, 30), time(17, 30))]


def days() -> list[tuple[date, bool]]:
    found, day = [], FIRST
    while day <= LAST:
        found.append((day, day in WORKED or (day.weekday() < 5 and day not in OFF)))
        day += timedelta(days=1)
    return found
