"""One module for each report: a function from the summary to a file."""
