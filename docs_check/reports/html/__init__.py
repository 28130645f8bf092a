"""What pages of HTML are made with."""
