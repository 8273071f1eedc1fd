"""Children that read uploads, and their parent's side of it."""
