"""Saying hello and answering."""

from uuid import UUID

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from community.buddying import actions, queries
from community.buddying.forms import HelloForm
from community.buddying.matching import Explanation
from community.buddying.queries.asking import circles_behind
from community.buddying.seen import HelloSeen
from community.buddying.views.blueprint import bp
from community.core.errors import NotFound
from community.core.ids import id_asked
from community.web.access import MEMBERS, me, open_to
from community.web.pages import go, page, wants_fragment

TOLD_AT_ONCE = 6  # more than anybody has open at a time, received and sent


@bp.get("/buddies/hellos")
@open_to(MEMBERS)
def hellos() -> Response:
    received, sent = queries.received_by(me()), queries.sent_by(me())
    why = queries.why_together(me(), [hello.asker_id for hello in received])
    told_lately = [*received, *(hello for hello in sent if not hello.is_waiting)][:TOLD_AT_ONCE]
    just_sent = [hello for hello in sent if hello.is_waiting and str(hello.public_id) == request.args.get("sent")]
    return page(
        "buddying/hellos.html",
        received=received,
        sent=sent,
        why=why,
        behind=circles_behind(me(), [*received, *sent]),
        readers=queries.readers_of_hello,
        told_lately=told_lately,
        just_sent=just_sent,
    )


@bp.get("/buddies/hellos/new")
@open_to(MEMBERS)
def new_hello() -> Response:
    if "away" in request.args and wants_fragment():
        return page("buddying/new_hello.html", fragment="closed", to=_whom())
    to = _whom()
    if to.may_meet:
        return _hello_page(to, None)
    if queries.has_open_hello_with(me(), to.id):
        return go(url_for("buddying.hellos"))
    return page("buddying/new_hello.html", fragment="not_now", to=to, form=None, why=None)


@bp.post("/buddies/hellos/new")
@open_to(MEMBERS)
def say_hello() -> Response:
    to = _whom()
    form = HelloForm(to.public_id.hex)
    if not form.validate_on_submit():
        return _hello_page(to, form)
    hello = actions.say_hello(me(), to, words=form.words.data or "", once=form.once)
    if hello.circle_id:
        flash(f"{to.name} had just said hello to you too. You are buddies now.", "success")
        return go(url_for("buddying.circle", circle_id=hello.circle_id))
    if wants_fragment():
        return page("buddying/new_hello.html", fragment="sent", say=f"Sent to {to.name}", to=to, hello=hello)
    return go(url_for("buddying.hellos", sent=hello.public_id))


@bp.post("/buddies/hellos/new/begin")
@open_to(MEMBERS)
def begin_hello() -> Response:
    """Words to begin with, after whatever was typed already; nothing is sent."""
    to = _whom()
    form = HelloForm(to.public_id.hex)
    form.begin_with(request.form.get("starter", ""), queries.starters_for(_why(to)))
    return _hello_page(to, form)


@bp.post("/buddies/hellos/<uuid:hello_id>/accept")
@open_to(MEMBERS)
def accept(hello_id: UUID) -> Response:
    hello = queries.hello_seen_by(me(), hello_id)
    circle_id = actions.accept(me(), hello)
    together = "You have a new circle together" if hello.joins_id else f"You and {hello.other_name} are buddies"
    flash(f"{together}. Find half an hour for a first meeting.", "success")
    return go(url_for("buddying.circle", circle_id=circle_id))


@bp.post("/buddies/hellos/<uuid:hello_id>/decline")
@open_to(MEMBERS)
def decline(hello_id: UUID) -> Response:
    hello = queries.hello_seen_by(me(), hello_id)
    actions.decline(me(), hello)
    return _answered(
        hello,
        f"{'They' if hello.joins_id else hello.other_name} will read that now is not the time. "
        "No reason is given, nor when you answered.",
    )


@bp.post("/buddies/hellos/<uuid:hello_id>/take-back")
@open_to(MEMBERS)
def take_back(hello_id: UUID) -> Response:
    hello = queries.hello_seen_by(me(), hello_id)
    actions.take_back(me(), hello)
    return _answered(hello, f"You took your hello to {hello.other_name} back.")


def _answered(hello: HelloSeen, words: str) -> Response:
    if wants_fragment():
        return page("buddying/hellos.html", fragment="answered", say=words, words=words, hello=hello)
    flash(words, "message")
    return go(url_for("buddying.hellos"))


def _whom() -> queries.Stranger:
    to = id_asked(request.args.get("to"))
    if to is None:
        raise NotFound
    return queries.stranger_seen_by(me(), to)


def _why(to: queries.Stranger) -> Explanation | None:
    """Nothing of somebody who is not to be met: they may have blocked the reader since."""
    return queries.why_together(me(), [to.id]).get(to.id) if to.may_meet else None


def _hello_page(to: queries.Stranger, form: HelloForm | None) -> Response:
    why = _why(to)
    form = form or HelloForm(to.public_id.hex)
    return page(
        "buddying/new_hello.html",
        fragment="form",
        status=422 if form.errors else 200,
        to=to,
        form=form,
        why=why,
        starters=queries.starters_for(why),
        readers=queries.readers_of_hello(to.name),
    )
