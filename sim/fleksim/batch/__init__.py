"""Batches: scenarios on a population, in parts that survive whatever happens to the machine."""
