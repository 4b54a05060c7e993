"""What every floor stands on: PostgreSQL itself, isolation between organisations, field types, lists."""
