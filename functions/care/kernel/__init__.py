"""What every domain may use: money, clock, ids, errors, figures, agenda, unit of work. Nothing here knows AWS."""
