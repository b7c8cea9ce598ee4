"""What pages of other parts show about an organization."""

from django import template

from organizations.models import Organization
from organizations.self_assessment.queries import Said, said_by

register = template.Library()


@register.inclusion_tag("organizations/self_assessment/_public.html")
def self_assessment_said(organization: Organization) -> dict[str, Said | None]:
    """Show what the organization chose to say of its self-assessment."""
    return {"said": said_by(organization)}
