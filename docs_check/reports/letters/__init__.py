"""Letters to those who must put something right."""
