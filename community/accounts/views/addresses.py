"""One's two addresses: a personal one outlives a job."""

from uuid import UUID

from flask import flash, session, url_for
from werkzeug.wrappers import Response

from community.accounts import actions, queries
from community.accounts.forms import AddressForm, NamedAddressForm
from community.accounts.models import LinkPurpose
from community.accounts.policy import can_go_for_good, has_way_back, is_recently_confirmed
from community.accounts.queries import StandingLink
from community.accounts.views.entrance import bp, link_behind, may_write_to
from community.core import limits
from community.core.database import reading
from community.core.errors import Invalid, NotFound
from community.web.access import ANYONE, NEWCOMERS, me, open_to
from community.web.pages import go, page

TEMPLATE = "accounts/addresses.html"
NOT_ANY_MORE = "This link has been used, is older than three days, or is not whole."
CAN_COME_BACK = "Taken away. Whoever reads its letters can put it back for three days."


@bp.get("/account/addresses")
@open_to(NEWCOMERS)
def addresses() -> Response:
    mine, proven = queries.addresses_of(me().id), queries.proofs_of(me().id)
    has_back = proven.second is not None and has_way_back(proven.second, proven.first)
    waiting = None if mine.second else queries.waiting_address_of(me().id)
    for_good = can_go_for_good(proven.first)
    return page(TEMPLATE, addresses=mine, has_way_back=has_back, can_go_for_good=for_good, waiting=waiting)


@bp.get("/account/addresses/new")
@open_to(NEWCOMERS)
def new_address() -> Response:
    if not _is_surely_me():
        return go(_confirm_first("accounts.new_address"))
    typed = session.get("address_typed", "")
    return _new_page(AddressForm(formdata=None, data={"email": typed}))


@bp.post("/account/addresses/new")
@open_to(NEWCOMERS)
def ask_for_address() -> Response:
    """The same answer whoever has the address: the letter to it says the rest."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _new_page(form, 422)
    session["address_typed"] = form.address.email
    with reading():
        is_me = _is_surely_me()
    if not is_me:
        return go(_confirm_first("accounts.new_address"))
    may_write = may_write_to(form.address.key, "address")
    try:
        if may_write:
            actions.ask_for_address(me(), form.address)
    except Invalid as error:
        form.refuse(error)
        return _new_page(form, 422)
    session["wrote_to"] = session.pop("address_typed")
    return go(url_for("accounts.address_asked"))


@bp.get("/account/addresses/sent")
@open_to(NEWCOMERS)
def address_asked() -> Response:
    again = url_for("accounts.new_address")
    return page("accounts/letter_sent.html", wrote_to=session.get("wrote_to"), again=again)


@bp.post("/account/addresses/cancel")
@open_to(NEWCOMERS)
def cancel_address() -> Response:
    actions.cancel_address(me())
    flash("Cancelled. The link that we sent adds nothing any more.", "success")
    return go(url_for("accounts.addresses"))


@bp.get("/account/addresses/<uuid:link_id>/<proof>")
@open_to(NEWCOMERS)
def prove_address(link_id: UUID, proof: str) -> Response:
    """Looking uses nothing up: programs that look through letters follow every link."""
    return page("accounts/prove_address.html", link=_link(link_id, proof), proof=proof)


@bp.post("/account/addresses/<uuid:link_id>/<proof>")
@open_to(NEWCOMERS)
def add_address(link_id: UUID, proof: str) -> Response:
    actions.add_address(me(), _link(link_id, proof))
    flash("Added. You can sign in with either address from now on.", "success")
    return go(url_for("accounts.addresses"))


@bp.post("/account/addresses/first")
@open_to(NEWCOMERS)
def make_first() -> Response:
    if not _is_surely_me():
        return go(_confirm_first("accounts.addresses"))
    actions.make_first(me(), NamedAddressForm().address.data or "")
    flash("Letters go there from now on. You stay signed in, and can sign in with either.", "success")
    return go(url_for("accounts.addresses"))


@bp.post("/account/addresses/remove")
@open_to(NEWCOMERS)
def remove_address() -> Response:
    if not _is_surely_me():
        return go(_confirm_first("accounts.addresses"))
    form = NamedAddressForm()
    has_back = actions.remove_address(me(), form.address.data or "", for_good=form.for_good.data)
    flash(CAN_COME_BACK if has_back else "Taken away for good.", "success")
    return go(url_for("accounts.addresses"))


@bp.get("/addresses/back/<uuid:link_id>/<proof>")
@open_to(ANYONE)
def putting_back(link_id: UUID, proof: str) -> Response:
    return page("accounts/put_back.html", link=_way_back(link_id, proof), proof=proof)


@bp.post("/addresses/back/<uuid:link_id>/<proof>")
@open_to(ANYONE)
def put_back(link_id: UUID, proof: str) -> Response:
    limits.use("put an address back", link_id, limit=20, seconds=3600)
    actions.put_address_back(_way_back(link_id, proof))
    flash("The address is back, and every browser is signed out. To sign in, choose a new password.", "success")
    return go(url_for("accounts.forgot"))


def _link(link_id: UUID, proof: str) -> StandingLink:
    """The link of one's own letter: for everybody else it is not there."""
    link = link_behind(link_id, proof, LinkPurpose.ADDRESS)
    if link.member_id != me().id:
        raise NotFound
    return link


def _way_back(link_id: UUID, proof: str) -> StandingLink:
    try:
        return queries.link_behind(link_id, proof, LinkPurpose.ADDRESS_BACK)
    except NotFound:
        raise NotFound(NOT_ANY_MORE) from None


def _is_surely_me() -> bool:
    return is_recently_confirmed(queries.confirmed_at(me()))


def _confirm_first(onward: str) -> str:
    return url_for("accounts.confirm", next=url_for(onward))


def _new_page(form: AddressForm, status: int = 200) -> Response:
    return page("accounts/new_address.html", status=status, form=form)
