"""Show what was found: pages, maps and charts, and no analysis."""
