"""Numbers become what people see: exhibits (chart, table, words), sentences, one theme. A notebook calls these.

The names are loaded on first use: the exporter needs one of them and no pandas.
"""

from analysis.lazy import on_first_use

__all__, __getattr__, __dir__ = on_first_use(
    __name__,
    {
        "exhibit": "Exhibit Headline Notice Section Words",
        "published": "answers as_states published_ranking published_trend response",
        "maps": "county_map",
        "rankings": "county_ranking group_ranking ranking",
        "counties": "county_table",
        "first_screen": "end_of_report headline",
        "checks": "files findings",
        "heat": "heat_map",
        "returns": "carried_sentences how_reported missing_list offices",
        "published_heat": "published_periods",
        "notebook": "section show text",
        "comparison": "bounds measures staff_and_capacity",
        "lines": "trend",
        "asked": "asked_questions",
        "affected": "at_risk directions",
        "bottleneck_words": "bottleneck_headline coverage end_of_bottlenecks solved",
        "bottleneck_heat": "bottlenecks_by",
        "bottlenecks": "bottleneck_trend pareto",
        "bottleneck_changes": "changed outcomes_of_before",
        "projects": "project_sentences project_shares",
        "hardship": "open_for severity short_stocks stated_needs stocks together unknowns",
        "unblock": "chain_in_words named_suppliers suppliers unblock_model unblock_sentences",
        "tasks": "task_sentences tasks_by_owner",
        "why_changed": "change_in_parts",
        "ledger": "plans approvals flows",
        "duration": "time_to_resumption expected",
        "losses": "lost_output",
        "loads": "gaps power low_load",
        "early_warnings": "warnings",
        "others": "beside_others dated",
        "context": "before current latest_day",
        "sentences": "revised",
    },
)
