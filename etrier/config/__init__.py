"""How the house is put together: settings, addresses, the server's door, the order of the daily sweep."""
