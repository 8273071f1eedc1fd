"""What leadership passes on: slides, bulletin, brief, pictures and workbook, all made of what the pages showed."""

from analysis.errors import UserError


class NotMade(UserError):
    """A document that this machine cannot make; the others are made all the same."""
