"""Étrier."""
