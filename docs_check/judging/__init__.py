"""A batch judged a district at a time: which policy, whose papers, what they meet elsewhere, what is doubted."""
