"""How far columns of notices may go."""

from safety.registry import classify

classify("notices.Notice", parties="path created_at", internal="id user seen_at")
