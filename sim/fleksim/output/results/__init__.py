"""Results of scenarios as files and words: tidy data, tables, spreadsheets; small groups of own data hidden."""
