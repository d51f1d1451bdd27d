"""How staff work on cases together (G6, A2): notes, watchers, handing over, merging, splitting, linking, in bulk."""
