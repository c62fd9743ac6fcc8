"""The law's numbers: dated values with unit, paragraph, source and confidence."""
