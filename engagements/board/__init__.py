"""The board in full: filters, search, what a consultant keeps, and their usual terms."""
