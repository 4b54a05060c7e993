"""What people do in a real browser: the walk, and how each page fares on the way."""
