"""Analysis: what the next hour, krone or step of intensity is worth, and where that changes."""
