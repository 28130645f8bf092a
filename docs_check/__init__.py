"""docs-check: the command that sees both the extractor and the checks."""

__version__ = "0.1.0"
