"""A form understood as a whole: its labels, its other print, and which print is whose value."""
