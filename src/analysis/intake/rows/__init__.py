"""What the rows of one list say by themselves, typed."""
