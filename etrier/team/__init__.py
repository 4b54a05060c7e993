"""Who works here: members, their roles, invitations."""
