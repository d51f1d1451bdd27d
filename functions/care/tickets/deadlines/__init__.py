"""The seller's time-outs, refusals, appeals (G6, G7): nobody waits for ever, no single person has the last word."""
