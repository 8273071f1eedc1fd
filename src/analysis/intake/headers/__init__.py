"""Header rows become fields: each column's path of words is looked up in the vocabulary."""
