"""The commands of an office's own process: the counter, the review, cases, letters, the ledger."""
