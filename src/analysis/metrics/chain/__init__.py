"""Supply chains: which blocked supplier frees most. Model, assumptions and meaning of the figures: docs/chain.md."""

from analysis.metrics.chain.behind import chain_behind, chain_words, circles
from analysis.metrics.chain.fixed_point import is_unique, production
from analysis.metrics.chain.levels import SUPPLY_CATEGORIES, own_levels, short_of_inputs
from analysis.metrics.chain.named import LEAST_LINKED_PCT, LinkedShare, linked_share, named_suppliers
from analysis.metrics.chain.network import Assumptions, Network, build_network, latest_links
from analysis.metrics.chain.plan import BUDGET, Plan, links_between, most_held_back, sensitivity, unblock_plan
from analysis.metrics.chain.unblock import unblock_best, unblock_each, unblock_pairs, who_benefits
