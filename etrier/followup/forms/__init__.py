"""What is typed at this stage: one module per desk."""
