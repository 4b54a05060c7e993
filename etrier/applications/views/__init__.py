"""Pages of the request: one module by noun; each act has the page of its name."""
