"""Resumption Analytics: survey spreadsheets to resumption-rate and supply-bottleneck reports."""
