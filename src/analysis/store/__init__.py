"""Tidy tables on disk: written whole or not at all, read back checked."""

from analysis.store.commit import commit, processed_folder
from analysis.store.load import load, periods_with_data, stored_periods
