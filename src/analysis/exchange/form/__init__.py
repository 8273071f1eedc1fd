"""The superior's form: our figures written into somebody else's workbook, found by its header and row names."""

from analysis.exchange.form.fill import Filled, fill
