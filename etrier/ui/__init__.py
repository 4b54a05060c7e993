"""How Étrier looks and speaks: pages' frame, components, formats, form fields. No model, no rule."""
