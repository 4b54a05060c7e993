"""The dispositif of an organisation: its model, its products, its agreements with banks."""
