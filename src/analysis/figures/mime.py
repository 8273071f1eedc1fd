"""The type under which a report's parts travel from a notebook to the page. Importing this costs nothing."""

MIME = "application/vnd.resumption+json"
PLOTLY_MIME = "application/vnd.plotly.v1+json"
