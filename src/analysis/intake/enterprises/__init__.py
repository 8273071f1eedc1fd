"""Who is who: the register, and whom a row is about."""
