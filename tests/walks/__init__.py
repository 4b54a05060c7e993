"""The life of a loan as people do it on screen: steps, then stories made of them, whatever the town."""
