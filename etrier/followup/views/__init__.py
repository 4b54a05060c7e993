"""Pages of the follow-up: one module per desk."""
