"""Pages of this stage: the bank's side, the person's consents, the commission."""
