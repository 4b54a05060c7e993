"""The door of the bank's adviser."""
