"""What a review decided, and what a report says after it."""
