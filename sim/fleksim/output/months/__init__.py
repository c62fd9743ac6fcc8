"""Results of months as tables, charts and files."""
