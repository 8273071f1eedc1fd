"""How much of an upload is believed. An office's workbook stays a hundred times below every one of these."""

MAX_FILE_BYTES = 100 * 2**20
MAX_MEMBERS = 5_000
MAX_MEMBER_BYTES = (
    256 * 2**20
)  # one unpacked XML part; a million rows of ten columns have about 300 MB, and are refused
MAX_UNPACKED_BYTES = 640 * 2**20
MAX_RATIO = 400  # unpacked to packed; sheet XML reaches 60, deflate cannot pass 1,032
RATIO_MATTERS_FROM_BYTES = 32 * 2**20

MAX_ROWS = 1_048_576  # Excel's own
MAX_COLUMNS = 16_384
MAX_AREA = 40_000_000  # cells between A1 and the last used one: calamine spends 24 bytes on each, blank or not
MAX_BUILT_AREA = 5_000_000  # the same for the containers that we parse ourselves

SMALL_MERGE_CELLS = 10_000  # a larger merge is cut to the used part of its sheet
MANY_MERGES = 20_000

SECONDS_PER_UPLOAD = 20
BYTES_OF_MEMORY = 2 * 2**30
MAX_ANSWER_BYTES = 512 * 2**20
