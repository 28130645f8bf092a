"""What people leave on a page besides print and whole seals: pieces of a seal at its edge, words struck out."""
