"""The office's process around a batch: runs, cases, second looks, approvals, letters, the circular."""
