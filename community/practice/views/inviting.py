"""Pages of invite links: for those who hand them out, and for whoever holds one."""

from uuid import UUID

from flask import current_app, flash, session, url_for
from werkzeug.wrappers import Response

from community.core.errors import NotFound
from community.core.roles import MemberState
from community.mail.links import into_the_site, proof, proves
from community.practice import actions, queries
from community.practice.forms import JoinForm
from community.practice.queries import Invited, LinkKept
from community.practice.views.blueprint import bp, use_one_entering, use_one_invite
from community.practice.views.making import run_by_me
from community.web.access import ANYONE, MEMBERS, me, me_or_none, open_to
from community.web.navigation import sign_in_url, standing_url
from community.web.pages import go, page

INVITE = "invite into a community"


@bp.get("/communities/<uuid:community_id>/invitations")
@open_to(MEMBERS)
def invitations(community_id: UUID) -> Response:
    seen = run_by_me(community_id)
    links = [(link, _whole_address(link, seen.public_id)) for link in queries.links_of(seen)]
    return page("practice/invitations.html", community=seen, links=links, most=queries.MOST_LINKS)


@bp.post("/communities/<uuid:community_id>/invitations")
@open_to(MEMBERS)
def make_invitation(community_id: UUID) -> Response:
    use_one_invite(me())
    seen = run_by_me(community_id)
    actions.make_invite(me(), seen)
    flash("Here is a new link. Whoever holds it can come in, so give it to people you mean.")
    return go(url_for("practice.invitations", community_id=seen.public_id))


@bp.post("/communities/<uuid:community_id>/invitations/<uuid:link_id>/revoke")
@open_to(MEMBERS)
def revoke_invitation(community_id: UUID, link_id: UUID) -> Response:
    seen = run_by_me(community_id)
    actions.revoke_invite(me(), seen, link_id)
    flash("That link leads nowhere any more.")
    return go(url_for("practice.invitations", community_id=seen.public_id))


@bp.get("/invitations/<uuid:link_id>/<proof>")
@open_to(ANYONE)
def invitation(link_id: UUID, proof: str) -> Response:
    """What the holder of a link is asked into. Only a link that works says so much as a name."""
    invited, actor = _invited(link_id, proof), me_or_none()
    if actor is not None and actor.state is MemberState.SUSPENDED:
        return go(standing_url(actor))
    if actor is None or not actor.is_onboarded:
        onward = sign_in_url(_path(link_id, invited.community_public_id))
        return page("practice/invited.html", invited=invited, is_known=actor is not None, onward=onward, proof=proof)
    seen = queries.community_behind(actor, invited.community_id)
    if seen.is_member:
        return go(url_for("practice.community", community_id=seen.public_id))
    form = JoinForm(formdata=None, version=seen.agreement_version)
    return page("practice/invitation.html", community=seen, form=form, link_id=link_id, proof=proof)


@bp.post("/invitations/<uuid:link_id>/<proof>/new")
@open_to(ANYONE)
def invited_newcomer(link_id: UUID, proof: str) -> Response:
    """Join the site first; the way leads back here afterwards, in the same browser."""
    invited = _invited(link_id, proof)
    session["invited"] = _path(link_id, invited.community_public_id)
    return go(url_for("home.welcome") if me_or_none() else url_for("accounts.join"))


@bp.post("/invitations/<uuid:link_id>/<proof>")
@open_to(MEMBERS)
def come_in(link_id: UUID, proof: str) -> Response:
    form = JoinForm()
    if is_meant := form.validate_on_submit():
        use_one_entering(me())
    invited = _invited(link_id, proof)
    seen = queries.community_behind(me(), invited.community_id)
    if not is_meant or not form.is_of(seen.agreement_version):
        form.begin_again_from(seen.agreement_version)
        return page("practice/invitation.html", status=422, community=seen, form=form, link_id=link_id, proof=proof)
    actions.come_in(me(), seen, invited)
    flash(f"You have joined {seen.name}.")
    return go(url_for("practice.community", community_id=seen.public_id))


def _invited(link_id: UUID, given: str) -> Invited:
    """Raises NotFound alike for a link that was made up, taken back, or used too late."""
    invited = queries.invited_by(link_id)
    if invited is None or not proves(given, INVITE, link_id, str(invited.community_public_id)):
        raise NotFound
    return invited


def _path(link_id: UUID, community_id: UUID) -> str:
    made = proof(INVITE, link_id, str(community_id))
    return url_for("practice.invitation", link_id=link_id, proof=made)


def _whole_address(link: LinkKept, community_id: UUID) -> str:
    return into_the_site(current_app.config["SETTINGS"].site_url, _path(link.public_id, community_id))
