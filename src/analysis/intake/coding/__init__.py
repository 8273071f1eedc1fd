"""Coding of free-text difficulties: which categories are open, what was solved, direction and amount."""

from __future__ import annotations

from analysis.intake.coding.coder import code_difficulties, review_list

__all__ = ["code_difficulties", "review_list"]
