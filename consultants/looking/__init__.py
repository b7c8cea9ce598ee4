"""Seeing as others see, who looked, and keeping people out."""
