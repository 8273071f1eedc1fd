"""The exchange with the offices: what they send is received, answered with what to mend, and asked for by template."""
