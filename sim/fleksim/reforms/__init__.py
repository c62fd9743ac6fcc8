"""Reforms: differences from the law, read from files and applied. The law never knows that they exist."""
