"""What the directory asks people, part by part. Unknown ids never pass; texts are cleaned by their fields."""

from wtforms import HiddenField

from community.directory.forms.mind import ChallengesForm
from community.directory.forms.part import PartForm
from community.directory.forms.sector import PlaceForm, SectorForm
from community.directory.forms.talking import FindingForm, TalkingForm
from community.directory.told import Part
from community.web.forms import Form


class RulesForm(Form):
    """Accepting the rules as shown: the version that was on the page."""

    version = HiddenField()


FORMS: dict[Part, type[PartForm]] = {each.part: each for each in (SectorForm, ChallengesForm, TalkingForm, FindingForm)}

__all__ = ["FORMS", "PartForm", "PlaceForm", "RulesForm"]
