"""The directory of those who refer people and those they are referred to."""
