"""Where and when are young people harmed, where is nobody there for them, what was agreed, did it help."""

__version__ = "0.4.0"
