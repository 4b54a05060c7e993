"""The shape of what is typed about a request, by page."""
