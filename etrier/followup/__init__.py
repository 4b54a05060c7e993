"""Appointments, support plan, difficulties, unpaid protocol, aids, tasks."""
