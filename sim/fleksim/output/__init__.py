"""Where results become something to look at: text, tables, charts."""
