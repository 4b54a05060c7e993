"""The worker's day, the search, the page of a file."""
