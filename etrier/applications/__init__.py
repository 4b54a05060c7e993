"""Contact and study: situation, budget, project, findings, checklist, re-orientation."""
