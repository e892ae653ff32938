"""The blueprint to which the pages of this room belong."""

from flask import Blueprint

bp = Blueprint("jobchange", __name__)
