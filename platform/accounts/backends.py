"""Signing in by user name or work address: one look, one hash, whoever asks for whatever."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest

from accounts.models import User


class NameOrAddressBackend(AuthenticationBackend):  # type: ignore[misc] # allauth has no types
    """Takes the same time and the same queries for known and unknown names."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        name = str(credentials.get("username") or credentials.get("email") or "").lower()
        user = (
            User.objects.alias(name=Lower("username"), address=Lower("email"))
            .filter(Q(name=name) | Q(address=name))
            .first()
            if name
            else None
        )
        return self._check_password(user, credentials["password"])

    def _check_password(self, user: User | None, password: str) -> User | None:
        """A closed account is a wrong password; when there is no account the caller hashes anyway."""
        if user is None:
            return None
        self._did_check_password = True
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
