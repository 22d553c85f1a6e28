"""Makes the synthetic borough of Fairhythe: no real place, no real person."""
