"""Care guides (P3): how to keep, cook and use what was bought, told at the moment in which it helps."""
