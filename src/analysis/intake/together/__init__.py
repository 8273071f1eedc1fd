"""What all uploads come to together: which rows hold, and the tidy tables."""
