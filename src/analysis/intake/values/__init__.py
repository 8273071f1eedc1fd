"""Cells become typed values. Every parser returns what it read and the rules of findings.csv it applied."""

from analysis.intake.values.choices import first_choice, parse_choice, parse_yes_no, task_state
from analysis.intake.values.dates import parse_date, year_of
from analysis.intake.values.numbers import parse_number, plain_numbers
from analysis.intake.values.parsed import Parsed, is_blank, is_error, parse_column
from analysis.intake.values.percents import parse_percent, percent_scale, plain_percents
from analysis.intake.values.personal import mask_personal, mask_title
from analysis.intake.values.state_text import ParsedState, parse_state, state_of_heading, ticked_state
from analysis.intake.values.states import Asked, RowState, resolve_states
