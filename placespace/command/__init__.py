"""The commands: each asks the library what a page would, and prints it."""
