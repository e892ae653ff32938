"""Forms at a community's door."""

from wtforms import BooleanField
from wtforms.validators import InputRequired

from community.web.forms import Form


class JoinForm(Form):
    agrees = BooleanField("I will keep to this", validators=[InputRequired("Say that you will keep to this agreement")])
