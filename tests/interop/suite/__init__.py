"""Clients that are not ours against the simulated tenant. Nothing here knows how our client works."""
