"""The fonts of office documents: those that office machines have."""

# Every Windows and WPS has these; elsewhere a like one takes their place.
OFFICE_FONT = {"zh": "Microsoft YaHei", "en": "Segoe UI"}
EAST_ASIAN_FONT = "Microsoft YaHei"
