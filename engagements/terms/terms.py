"""The whole terms of the work as one immutable value, its canonical text and its hash."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Stage:
    """A part of the work with its own amount, in minor units."""

    title: str
    deliverable: str
    due_on: date
    amount: int
    review_days: int = 7


@dataclass(frozen=True)
class Terms:
    """Everything the two sides agree on. A new field needs a default, so that old offers still read."""

    scope: str
    stages: tuple[Stage, ...]
    currency: str
    pay_days: int  # from approval; 0 is on approval
    rounds_of_changes: int
    expenses: str
    personal_experience: str  # engagements.models.posting.PersonalExperience
    off_limit_topics: str
    in_the_room: tuple[str, ...]  # engagements.models.posting.InTheRoom
    mandated_reporting: str
    recording: str
    ways_to_join: tuple[str, ...]
    support: tuple[str, ...]
    ownership: str
    credit: str
    confidentiality: str
    cancel_full_hours: int = (
        72  # cancelled later than this before the due day: all of the stage is paid
    )
    cancel_half_days: int = 14  # later than this: half is paid
    hours: int = 0  # paid in all, preparation, travel and debrief included; 0 is not said
    where: str = ""

    @property
    def total(self) -> int:
        """The fee for all stages, in minor units."""
        return sum(stage.amount for stage in self.stages)

    def as_json(self) -> dict[str, Any]:
        """Return plain data for the database; `from_json` reads it back."""
        data = asdict(self)
        for stage in data["stages"]:
            stage["due_on"] = stage["due_on"].isoformat()
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Terms":
        """Read terms back as they were stored."""
        stages = tuple(
            Stage(**{**stage, "due_on": date.fromisoformat(stage["due_on"])})
            for stage in data["stages"]
        )
        lists = {name: tuple(data[name]) for name in ("in_the_room", "ways_to_join", "support")}
        return cls(**{**data, **lists, "stages": stages})

    def canonical(self) -> bytes:
        """Return the one byte form that is hashed: sorted keys, no spaces, UTF-8."""
        text = json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return text.encode()

    def sha256(self) -> str:
        """Return the hash by which the other side accepts this version."""
        return hashlib.sha256(self.canonical()).hexdigest()
