"""How much one file may ask for. Minutes are tens of pages; what needs more is not minutes."""

MOST_CHARACTERS = 500_000
MOST_PAGES = 600
# What a zip-shaped file may unpack to, in all and against its packed size.
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ENTRIES = 5_000
# Of the process that reads.
MEMORY = 700 * 1024 * 1024
CPU_SECONDS = 30
WALL_SECONDS = 45
MOST_OUTPUT = 16 * 1024 * 1024
