"""Facts that stand in lists: tables of a district, rosters, registers and ledgers, and whom their rows mean."""
