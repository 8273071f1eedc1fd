"""Tidy rows become numbers: pure functions, DataFrame in and DataFrame out. See docs/indicators.md."""

from analysis.metrics.affected import affected, directions, unknowns
from analysis.metrics.ages import open_ages, spells
from analysis.metrics.alerts import below_whole, key_not_running, plans_passed, relapses, short_stock
from analysis.metrics.benchmarks import benchmarks, compare, days_after_festival, festival_before
from analysis.metrics.bottlenecks import bottleneck_changes, bottleneck_outcomes, bottleneck_shares
from analysis.metrics.change import change_between
from analysis.metrics.counts import combine, count_states, exclusions
from analysis.metrics.decompose import PARTS, change_parts
from analysis.metrics.delay import add_costs, cost_of_delay, made_up_after, make_up
from analysis.metrics.disclosure import hide_small
from analysis.metrics.duration import resumption_curve, resumption_intervals, resumption_quartiles
from analysis.metrics.electricity import electricity, electricity_index
from analysis.metrics.forecast import expected_rates, forecast_record
from analysis.metrics.frozen import CROSSINGS, as_issued, frozen_figures, issued_rates
from analysis.metrics.grouping import BASES
from analysis.metrics.low_load import load_gaps, load_outliers, loads, low_load
from analysis.metrics.mixed import count_disagreements, mixed_by_period, mixed_counts, stated_counts
from analysis.metrics.needs import needs_by_unit, stock_lasting
from analysis.metrics.nonresponse import MODES, carry_forward, matched_panel, nonresponse, response_rate
from analysis.metrics.panel import panel, panels
from analysis.metrics.projects import project_panel, project_rates, projects_by_period
from analysis.metrics.provenance import answers_behind, rows_behind, sources
from analysis.metrics.rates import resumption_rate
from analysis.metrics.sample import sample_rate
from analysis.metrics.scale import count_states_in_pieces, count_states_of_parquet
from analysis.metrics.severity import co_occurrence, severity
from analysis.metrics.staff import Measures, capacity, measures, staff_rate
from analysis.metrics.tasks import (
    TASK_STATES,
    hand_out,
    hangs_on_approval,
    owners,
    task_states,
    tasks_by_owner,
    update_tasks,
)
from analysis.metrics.timetable import (
    OUTCOMES,
    STAGES,
    funnel,
    kept_plans,
    running_without_approval,
    state_flows,
    timetable,
)
from analysis.vocabulary.entries import RESUMED, STATES
