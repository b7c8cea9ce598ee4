"""What consultants say about organizations after the work."""
