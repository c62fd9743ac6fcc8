"""Months: where people are from one month to the next, and the money that follows from it."""
