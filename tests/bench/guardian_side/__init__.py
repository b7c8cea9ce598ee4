"""The same people behind django-guardian's object permissions, with direct foreign keys."""
