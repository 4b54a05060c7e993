"""The rules of microcredit in plain Python: no Django, no clock, no input or output."""
