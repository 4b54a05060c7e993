"""The file of a request: its number, who follows it, the words that find it."""
