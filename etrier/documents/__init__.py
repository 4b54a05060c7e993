"""Papers received and letters sent: stored encrypted, checked, written from frozen data."""
