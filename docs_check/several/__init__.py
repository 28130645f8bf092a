"""Several policies in one run: each paper goes to its policy, each policy judges its own, one page tells of all."""
