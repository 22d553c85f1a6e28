"""Read days, times and ages as people write them; keep what a person put right."""
