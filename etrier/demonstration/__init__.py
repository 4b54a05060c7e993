"""The demonstration: two towns, three years of fictitious lives, made by the acts of the stages alone."""
