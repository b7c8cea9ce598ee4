"""A receipt as data: the fields of ISO/IEC TS 27560:2023, with terms of the W3C Data Privacy Vocabulary.

`schema.json` says what it may hold. The context ties our names to the vocabulary's, so that a program
that has never heard of us can read it; nothing is loaded from there.
"""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from consultants.consent_scope import Purpose, Use
from consultants.items import BY_NAME, Audience
from consultants.models import ConsentStep
from consultants.receipts.queries import Receipt, earlier
from organizations.models import Organization

SCHEMA = "https://w3id.org/dpv/schema/dpv-27560#receipt-record"
CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "dct": "http://purl.org/dc/terms/",
    "schema_version": "dct:conformsTo",
    "record_id": "dct:identifier",
    "receipt_id": "dct:identifier",
    "pii_principal_id": "dpv:hasDataSubject",
    "privacy_notice": "dpv:hasNotice",
    "language": "dct:language",
    "purpose_type": "dpv:hasPurpose",
    "pii_information": "dpv:hasPersonalData",
    "pii_controllers": "dpv:hasDataController",
    "storage_locations": "dpv:hasStorageCondition",
    "retention_period": "dpv:hasDuration",
    "jurisdiction": "dpv:hasJurisdiction",
    "recipient_third_parties": "dpv:hasRecipient",
    "withdrawal_method": "dpv:hasConsentControl",
    "party_name": "dpv:hasName",
    "party_address": "dpv:hasAddress",
    "party_contact": "dpv:hasContact",
    "event_time": "dct:date",
    "validity_duration": "dct:valid",
    "entity_id": "dpv:isImplementedByEntity",
    "event_type": "dpv:hasLegalBasis",
    "event_state": "dpv:hasConsentStatus",
}
STATES = {
    ConsentStep.ASKED: "dpv:ConsentRequested",
    ConsentStep.TAKEN_BACK: "dpv:ConsentStatusInvalidForProcessing",
    ConsentStep.GIVEN: "dpv:ConsentGiven",
    ConsentStep.NARROWED: "dpv:ConsentGiven",
    ConsentStep.EXTENDED: "dpv:RenewedConsentGiven",
    ConsentStep.STOPPED: "dpv:ConsentWithdrawn",
    ConsentStep.EXPIRED: "dpv:ConsentExpired",
    ConsentStep.DELETION_ASKED: "dpv:ConsentWithdrawn",
    ConsentStep.DELETION_ANSWERED: "dpv:ConsentWithdrawn",
    ConsentStep.BLOCKED: "dpv:ConsentWithdrawn",
    ConsentStep.UNBLOCKED: "dpv:ConsentStatusValidForProcessing",
    ConsentStep.PERSON_BLOCKED: "dpv:ConsentWithdrawn",
    ConsentStep.PERSON_UNBLOCKED: "dpv:ConsentStatusValidForProcessing",
    ConsentStep.PAUSED: "dpv:ConsentStatusInvalidForProcessing",
    ConsentStep.CAME_BACK: "dpv:ConsentStatusValidForProcessing",
}
PURPOSES = {
    Purpose.GETTING_TO_KNOW: "dpv:EstablishContractualAgreement",
    Purpose.WORK: "dpv:FulfilmentOfContractualObligation",
    Purpose.OTHER: "dpv:Purpose",
}
TYPES = {
    "name": "pd:Name",
    "languages": "pd:Language",
    "region": "pd:Location",
    "photo": "pd:Picture",
    "email": "pd:EmailAddress",
    "phone": "pd:TelephoneNumber",
    "legal_name": "pd:Name",
    "address": "pd:PhysicalAddress",
}
ANY_TYPE = "dpv:PersonalData"


def as_data(receipt: Receipt) -> dict[str, Any]:
    """Return the receipt as plain data, in the language in which the words were shown."""
    with override(receipt.event.language or settings.LANGUAGE_CODE):
        return {
            "@context": CONTEXT,
            "@type": "dpv:ConsentReceipt",
            "schema_version": SCHEMA,
            "record_id": receipt.record_id,
            "receipt_id": receipt.event.hash,
            "receipt_number": receipt.event.number,
            "pii_principal_id": receipt.principal,
            "pii_processing": _processing(receipt),
            "party_identification": _parties(receipt),
            "events": [_event(receipt)],
            "earlier_receipts": list(earlier(receipt).values_list("hash", flat=True)),
            "proof": {
                "algorithm": "SHA-256",
                "hash": receipt.event.hash,
                "previous_hash": receipt.event.previous,
            },
        }


def _processing(receipt: Receipt) -> dict[str, Any]:
    event = receipt.event
    return {
        "privacy_notice": {
            "text": receipt.words or "",
            "version": event.wording,
            "type": "dpv:ConsentNotice",
        },
        "language": event.language or settings.LANGUAGE_CODE,
        "purposes": [
            {
                "purpose": receipt.purpose or receipt.label,
                "purpose_type": PURPOSES[Purpose(event.purpose)] if event.purpose else "dpv:ServiceProvision",
                "lawful_basis": "dpv:Consent",
                "pii_information": [*_items(receipt), *_uses(receipt)],
                "pii_controllers": [_controller_id(receipt)],
                "storage_locations": [settings.JURISDICTION],
                "retention_period": _("Until you erase your account."),
                "jurisdiction": settings.JURISDICTION,
                "recipient_third_parties": _recipients(receipt),
                "withdrawal_method": _("Sign in, open Permissions, choose Stop. No reason is needed."),
            }
        ],
    }  # fmt: skip


def _items(receipt: Receipt) -> list[dict[str, Any]]:
    return [
        {
            "pii_type": TYPES.get(name, ANY_TYPE),
            "pii_attribute_id": f"item:{name}",
            "pii_name": str(BY_NAME[name].label),
            "pii_optional": True,
        }
        for name in receipt.item_names
    ]


def _uses(receipt: Receipt) -> list[dict[str, Any]]:
    types = {Use.NAME: "pd:Name", Use.PHOTO: "pd:Picture"}
    return [
        {
            "pii_type": types.get(use, ANY_TYPE),
            "pii_attribute_id": f"use:{use.name.lower()}",
            "pii_name": str(use.label),
            "pii_optional": True,
        }
        for use in receipt.use_list
    ]


def _recipients(receipt: Receipt) -> list[str]:
    """Whom it is for: one organization, or everybody of an audience."""
    if receipt.organization:
        return [receipt.organization.name]
    return [receipt.level] if receipt.event.level else []


def _controller_id(receipt: Receipt) -> str:
    return f"organization:{receipt.organization.code}" if receipt.organization else "operator"


def _parties(receipt: Receipt) -> list[dict[str, Any]]:
    principal = {
        "party_id": receipt.principal,
        "party_name": _("The person whose receipt this is"),
        "party_address": "",
        "party_contact": "",
        "party_role": "dpv:DataSubject",
        "party_type": "dpv:DataSource",
    }
    others = [_organization(receipt.organization)] if receipt.organization else []
    return [principal, _operator(), *others]


def _operator() -> dict[str, Any]:
    return {
        "party_id": "operator",
        "party_name": settings.OPERATOR or settings.BASE_URL,
        "party_address": settings.OPERATOR or settings.BASE_URL,
        "party_contact": settings.SUPPORT_CONTACT or settings.BASE_URL,
        "party_role": "dpv:DataController",
        "party_type": "dpv:Recipient",
    }


def _organization(organization: Organization) -> dict[str, Any]:
    return {
        "party_id": f"organization:{organization.code}",
        "party_name": organization.name,
        "party_address": organization.country,
        "party_contact": organization.website,
        "party_role": "dpv:DataController",
        "party_type": "dpv:Recipient",
    }


def _event(receipt: Receipt) -> dict[str, Any]:
    event = receipt.event
    return {
        "event_time": _moment(event.at),
        "validity_duration": f"{_moment(event.at)}/{_moment(event.until) if event.until else '..'}",
        "entity_id": _who_acted(receipt),
        "event_type": "dpv:ExplicitlyExpressedConsent",
        "event_state": state_of(receipt),
        "event_name": event.name,
    }


def state_of(receipt: Receipt) -> str:
    """Return the vocabulary's word for where consent stood after the event."""
    event = receipt.event
    if event.name == ConsentStep.ANSWERED:
        return "dpv:ConsentGiven" if event.items or event.uses else "dpv:ConsentRefused"
    if event.name in (ConsentStep.AUDIENCE, ConsentStep.MAY_INVITE):
        is_open = event.level != Audience.ONLY_ME  # and nobody may invite: both are level 0
        return "dpv:ConsentGiven" if is_open else "dpv:ConsentWithdrawn"
    return STATES[ConsentStep(event.name)]


def _who_acted(receipt: Receipt) -> str:
    acted = {"consultant": receipt.principal, "organization": _controller_id(receipt)}
    return acted.get(receipt.event.by, "operator")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
