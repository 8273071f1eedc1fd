"""Where tables lie in a sheet, in small steps: words -> letters -> grid -> headers -> body -> totals; forms; sides."""
