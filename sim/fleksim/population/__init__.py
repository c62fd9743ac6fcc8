"""The synthetic population: persons in and around the fleksjob scheme, built from marginals and raked to targets."""
