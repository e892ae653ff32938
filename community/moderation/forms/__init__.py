"""What is typed on the pages of this room."""

from community.moderation.forms.keeping import NameForm, OrganisationForm
from community.moderation.forms.reporting import DecideForm, PassageForm, ReportForm

__all__ = ["DecideForm", "NameForm", "OrganisationForm", "PassageForm", "ReportForm"]
