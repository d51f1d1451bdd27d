"""Where parcels are, and whether they move (P4, P5): steps told, norms learned, stalls asked about."""
