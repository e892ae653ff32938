"""Endpoint x visitor → status, as data (R34, R35). A route without a row fails, and so does a row without a route.

The visitors, in the order of the columns: anonymous · newcomer (still joining) · suspended · stranger (a member like
any other) · moderator · administrator · buddy (in the owner's circle, and a member of the owner's private community) ·
owner (whose circle, entry, post and hello it is, and who looks after the community). Every visitor sends the same
request; a POST sends our token and `sends`, so 422 means: let in, and asked to say more.
"""

from typing import NamedTuple


class Row(NamedTuple):
    endpoint: str
    method: str
    statuses: tuple[int, ...]
    sends: dict[str, str] = {}
    asks: dict[str, str] = {}  # for an address: which of the scene's things, where it is not the usual one
    part: str = "sector"

    @property
    def name(self) -> str:
        return f"{self.method} {self.endpoint}" + (f" ({self.part})" if self.part != "sector" else "")


OF_THREAD = {"about": "thread_id"}
PROPOSES = {"circle_id": "trio_id"}  # the circle that would like to ask one more


def everyone(status: int = 200) -> tuple[int, ...]:
    return (status,) * 8


def reading(*statuses: int) -> tuple[int, ...]:
    """A page for members: the anonymous sign in first, the others go where they stand."""
    return (303, 303, 303, *_five(statuses))


def doing(*statuses: int) -> tuple[int, ...]:
    """An act of members: never by redirect."""
    return (401, 403, 403, *_five(statuses))


def signed_in_reading(*statuses: int) -> tuple[int, ...]:
    """A page for whoever is signed in, suspended people too."""
    return (303, *_seven(statuses))


def signed_in_doing(*statuses: int) -> tuple[int, ...]:
    return (401, *_seven(statuses))


def _five(statuses: tuple[int, ...]) -> tuple[int, ...]:
    return statuses * 5 if len(statuses) == 1 else statuses


def _seven(statuses: tuple[int, ...]) -> tuple[int, ...]:
    return statuses * 7 if len(statuses) == 1 else statuses


def shared(status: int = 200) -> tuple[int, ...]:
    """For the owner and the buddy; for every other member, staff too, it is not there."""
    return (404, 404, 404, status, status)


def own(status: int = 200) -> tuple[int, ...]:
    """For the owner alone."""
    return (404, 404, 404, 404, status)


def desk(status: int = 200) -> tuple[int, ...]:
    """For administrators alone."""
    return (404, 404, status, 404, 404)


def caretaker(status: int = 303) -> tuple[int, ...]:
    """The buddy sees the thing, and may not do this; the owner looks after it."""
    return (404, 404, 404, 403, status)


ACCOUNTS = [
    Row("accounts.account", "GET", signed_in_reading(200)),
    Row("accounts.add_address", "POST", signed_in_doing(404)),  # no such link
    Row("accounts.address_asked", "GET", signed_in_reading(200)),
    Row("accounts.addresses", "GET", signed_in_reading(200)),
    Row("accounts.ask_for_address", "POST", signed_in_doing(422)),
    Row("accounts.cancel_address", "POST", signed_in_doing(303)),
    Row("accounts.ask_for_reset", "POST", everyone(422)),
    Row("accounts.ask_to_join", "POST", everyone(422)),
    Row("accounts.begin", "POST", everyone(422)),
    Row("accounts.change_password", "POST", signed_in_doing(422)),
    Row("accounts.choose_theme", "POST", signed_in_doing(303), sends={"theme": "dark"}),
    Row("accounts.confirm", "GET", signed_in_reading(200)),
    Row("accounts.confirm_again", "POST", signed_in_doing(422)),
    Row("accounts.end_other_sessions", "POST", signed_in_doing(303)),
    Row("accounts.end_session", "POST", signed_in_doing(404)),  # a session that is not theirs is not there
    Row("accounts.finish", "GET", everyone(404)),  # no such link
    Row("accounts.finish_joining", "POST", everyone(404)),
    Row("accounts.forgot", "GET", everyone()),
    Row("accounts.join", "GET", (200, *(303,) * 7)),
    Row("accounts.join_asked", "GET", everyone()),
    Row("accounts.make_first", "POST", signed_in_doing(409)),  # they have one address
    Row("accounts.new_address", "GET", signed_in_reading(200)),
    Row("accounts.password", "GET", signed_in_reading(200)),
    Row("accounts.prove_address", "GET", signed_in_reading(404)),
    Row("accounts.put_back", "POST", everyone(404)),
    Row("accounts.putting_back", "GET", everyone(404)),
    Row("accounts.remove_address", "POST", signed_in_doing(303)),  # there is none to take away
    Row("accounts.reset", "GET", everyone(404)),
    Row("accounts.reset_asked", "GET", everyone()),
    Row("accounts.reset_password", "POST", everyone(404)),
    Row("accounts.sessions", "GET", signed_in_reading(200)),
    Row("accounts.sign_in", "GET", (200, *(303,) * 7)),
    Row("accounts.sign_out", "POST", everyone(303)),
    Row("accounts.signed_out", "GET", everyone()),
    Row("accounts.suggest_for_joining", "POST", everyone(404)),
    Row("accounts.suggest_for_reset", "POST", everyone(404)),
    Row("accounts.suggest_password", "POST", signed_in_doing(200)),
    Row("accounts.suspended", "GET", signed_in_reading(200)),
]

BUDDYING = [
    Row("buddying.accept", "POST", doing(*own(303))),
    Row("buddying.agree", "POST", doing(*shared(409))),  # to no version that stood on a page
    Row("buddying.agreement", "GET", reading(*shared())),
    Row("buddying.agreement_version", "GET", reading(*shared())),
    Row("buddying.all_guides", "GET", reading(200)),
    Row("buddying.answer_check_in", "POST", doing(*shared(422)), asks={"circle_id": "due_circle"}),
    Row("buddying.answer_half_way", "POST", doing(*shared(422)), asks={"circle_id": "due_circle"}),
    Row("buddying.answer_renewal", "POST", doing(*shared(422)), asks={"circle_id": "due_circle"}),
    Row("buddying.autosave_draft", "POST", doing(*shared(303)), sends={"words": "Not yet"}),
    Row("buddying.begin_hello", "POST", doing(404)),  # to nobody
    Row("buddying.call_off_meeting", "POST", doing(*shared(303))),
    Row("buddying.carry_on", "POST", doing(*shared(303))),
    Row("buddying.change_rhythm", "POST", doing(*shared(303)), sends={"every": "monthly"}),
    Row("buddying.check_in", "GET", reading(*shared()), asks={"circle_id": "due_circle"}),
    Row("buddying.circle", "GET", reading(*shared())),
    Row("buddying.circle", "GET", reading(*shared()), asks=PROPOSES),
    Row("buddying.closing", "GET", reading(*shared(303))),  # it is not over
    Row("buddying.contact_me", "GET", reading(200)),
    Row("buddying.decline", "POST", doing(*own(303))),
    Row("buddying.edit_agreement", "GET", reading(*shared())),
    Row("buddying.feels_right", "POST", doing(*shared(303))),
    Row("buddying.find", "GET", reading(200)),
    Row("buddying.finish", "GET", reading(*shared())),
    Row("buddying.finish_circle", "POST", doing(*shared(303))),
    Row("buddying.forget_meeting", "POST", doing(*shared(303))),
    Row("buddying.half_way", "GET", reading(*shared()), asks={"circle_id": "due_circle"}),
    Row("buddying.hellos", "GET", reading(200)),
    Row("buddying.invite", "GET", reading(*shared())),
    Row("buddying.keep_going", "POST", doing(*shared(303))),
    Row("buddying.keep_draft", "POST", doing(*shared(303)), sends={"words": "Not yet"}),
    Row("buddying.keep_promise", "POST", doing(*shared(303))),
    Row("buddying.make_promise", "POST", doing(*shared(422))),
    Row("buddying.meeting", "GET", reading(*shared())),
    Row("buddying.meeting_file", "GET", reading(*shared())),
    Row("buddying.new_hello", "GET", reading(404)),  # to nobody
    Row("buddying.new_proposal", "GET", reading(*shared()), asks={"person_id": "somebody_id"}),
    Row("buddying.pause", "GET", reading(*shared())),
    Row("buddying.pause_circle", "POST", doing(*shared(303))),
    Row("buddying.plan_meeting", "POST", doing(*shared(422))),
    Row("buddying.promises_file", "GET", reading(*shared())),
    Row("buddying.renewal", "GET", reading(*shared()), asks={"circle_id": "due_circle"}),
    Row("buddying.propose", "POST", doing(*shared(422)), asks={"person_id": "somebody_id"}),
    Row("buddying.rather_not", "POST", doing(*shared(303)), asks=PROPOSES),
    Row("buddying.reopen_promise", "POST", doing(*shared(303))),
    Row("buddying.resume", "POST", doing(*shared(303))),
    Row("buddying.rhythm", "GET", reading(*shared())),
    Row("buddying.say_apart", "POST", doing(*shared(303))),
    Row("buddying.say_hello", "POST", doing(404)),
    Row("buddying.say_together", "POST", doing(*shared(303))),
    Row("buddying.share_check_in", "POST", doing(*shared(422)), asks={"circle_id": "due_circle"}),
    Row("buddying.say_yes", "POST", doing(*shared(303)), asks=PROPOSES),
    Row("buddying.back_to_promises", "GET", reading(*shared(303))),
    Row("buddying.stop_waiting", "POST", doing(303)),
    Row("buddying.take_back", "POST", doing(*own(303)), asks={"hello_id": "sent_hello"}),
    Row("buddying.take_wish_back", "POST", doing(303)),
    Row("buddying.wait", "POST", doing(303)),
    Row("buddying.we_met", "POST", doing(*shared(303))),
    Row("buddying.why", "GET", reading(200, 200, 200, 404, 404)),  # not of one's buddy, nor of oneself
    Row("buddying.wish_for_contact", "POST", doing(303)),
    Row("buddying.write_agreement", "POST", doing(*shared(303))),
    Row("buddying.write_message", "POST", doing(*shared(303)), sends={"words": "A message from somebody"}),
]

DIRECTORY = [
    Row("directory.agree_to_rules", "POST", doing(409)),  # to no version
    Row("directory.new_rules", "GET", reading(200)),
    Row("directory.accept_rules", "POST", signed_in_doing(409)),
    *(Row("directory.edit", "GET", reading(200), part=part) for part in ("sector", "challenges", "talking", "finding")),
    Row("directory.edit", "POST", doing(422)),
    Row("directory.people", "GET", reading(200)),
    Row("directory.person", "GET", reading(200)),
    Row("directory.places", "GET", signed_in_reading(200)),
    Row("directory.profile", "GET", reading(200)),
    Row("directory.rules", "GET", signed_in_reading(200)),
    *(
        Row("directory.step", "GET", signed_in_reading(200, *(303,) * 6), part=part)
        for part in ("sector", "challenges", "talking")
    ),
    Row("directory.step", "POST", signed_in_doing(422, *(303,) * 6)),
]

HOME = [
    Row("home.about", "GET", everyone()),
    Row("home.accessibility", "GET", everyone()),
    Row("home.finish", "POST", signed_in_doing(422, *(303,) * 6)),  # the newcomer has said nothing yet
    Row("home.get_help", "GET", everyone()),
    Row("home.house_rules", "GET", everyone()),
    Row("home.index", "GET", (200, 303, 303, 200, 200, 200, 200, 200)),
    Row("home.meanwhile", "GET", reading(303)),
    Row("home.privacy", "GET", everyone()),
    Row("home.welcome", "GET", signed_in_reading(200, *(303,) * 6)),
]

JOURNAL = [  # everybody's own journal is open; the entry is the owner's
    Row("journal.confirm_code", "POST", doing(303)),
    Row("journal.entries", "GET", reading(200)),
    Row("journal.entry", "GET", reading(*own())),
    Row("journal.lock", "POST", doing(303)),
    Row("journal.make_code", "POST", doing(200)),
    Row("journal.new", "GET", reading(200)),
    Row("journal.recovery", "GET", reading(200)),
    Row("journal.removal", "GET", reading(*own())),
    Row("journal.remove", "POST", doing(*own(303))),
    Row("journal.reopen", "GET", reading(200)),
    Row("journal.reopen", "POST", doing(422)),
    Row("journal.save", "POST", doing(422)),
    Row("journal.search", "POST", doing(422)),
    Row("journal.settings", "GET", reading(200)),
    Row("journal.settings", "POST", doing(303)),
    Row("journal.unlock", "GET", reading(200)),
    Row("journal.unlock", "POST", doing(422)),
]

MODERATION = [  # about the owner: whoever finds them may keep away from them; nobody from themselves
    Row("moderation.avoid", "POST", doing(303, 303, 303, 303, 404)),
    Row("moderation.avoid_organisation", "POST", doing(422)),
    Row("moderation.avoided", "GET", reading(200)),
    Row("moderation.block", "POST", doing(303, 303, 303, 303, 404)),
    Row("moderation.blocked", "GET", reading(200)),
    Row("moderation.blocking", "GET", reading(200, 200, 200, 200, 404)),
    Row("moderation.remove_organisation", "POST", doing(303)),  # from one's own list, whatever is on it
    Row("moderation.search", "POST", doing(422)),
    Row("moderation.back_from_search", "GET", reading(303)),
    Row("moderation.suggest_again", "POST", doing(303)),
    Row("moderation.unblock", "POST", doing(303)),
    # A report by the buddy of the owner's post; the owner looks after the community, and is not asked about it.
    Row("moderation.care", "GET", reading(404, 200, 200, 404, 200)),
    Row("moderation.case", "GET", reading(404, 200, 200, 404, 404)),
    Row("moderation.changed", "POST", doing(*own(303)), asks={"report_id": "answered_id"}),
    Row("moderation.decide", "POST", doing(404, 422, 422, 404, 404)),
    Row("moderation.decision", "GET", reading(*own()), asks={"report_id": "answered_id"}),
    Row("moderation.give_back", "POST", doing(404, 303, 303, 404, 404)),
    Row("moderation.more", "GET", reading(*shared())),
    Row("moderation.my_report", "GET", reading(404, 404, 404, 200, 404)),
    Row("moderation.report_gathering", "POST", doing(404, 404, 404, 422, 404)),
    Row("moderation.report_hello", "POST", doing(*own(422))),
    Row("moderation.report_message", "POST", doing(404, 404, 404, 422, 404)),
    Row("moderation.report_person", "POST", doing(422, 422, 422, 422, 404)),
    Row("moderation.report_post", "POST", doing(404, 404, 404, 422, 404)),
    Row("moderation.reporting_gathering", "GET", reading(404, 404, 404, 200, 404)),
    Row("moderation.reporting_hello", "GET", reading(*own())),
    Row("moderation.reporting_message", "GET", reading(404, 404, 404, 200, 404)),
    Row("moderation.reporting_person", "GET", reading(200, 200, 200, 200, 404)),
    Row("moderation.reporting_post", "GET", reading(404, 404, 404, 200, 404)),
    Row("moderation.reports", "GET", reading(200)),
    Row("moderation.take_up", "POST", doing(404, 303, 409, 404, 404)),
]

NOTICES = [
    Row("notifications.back_to_usual", "POST", doing(303)),
    Row("notifications.count", "GET", everyone(204)),  # a poll leads nobody anywhere
    Row("notifications.preferences", "GET", reading(200)),
    Row("notifications.read", "POST", doing(*own(303))),
    Row("notifications.read_about", "POST", doing(303)),
    Row("notifications.read_all", "POST", doing(303)),
    Row("notifications.save_preferences", "POST", doing(422)),
    Row("notifications.stop_all_letters", "POST", doing(303)),
    Row("notifications.stop_letters", "GET", everyone()),  # the address proves itself
    Row("notifications.stop_now", "POST", everyone(), sends={"List-Unsubscribe": "One-Click"}),
    Row("notifications.tray", "GET", reading(200)),
]

PRACTICE = [  # a private community: whoever is not in it does not know of it, staff neither
    Row("practice.asking", "GET", reading(*own())),
    Row("practice.close", "POST", doing(*caretaker())),
    Row("practice.communities", "GET", reading(200)),
    Row("practice.community", "GET", reading(*shared())),
    Row("practice.conversation", "GET", reading(*shared())),
    Row("practice.decline", "POST", doing(*own(303)), asks={"person_id": "asker"}),
    Row("practice.edit", "GET", reading(*own())),
    Row("practice.entrance", "GET", reading(*shared(303))),
    Row("practice.feed_of_community", "GET", everyone(404)),  # an address that was never made
    Row("practice.feed_of_mine", "GET", everyone(404)),
    Row("practice.feeds", "GET", reading(200)),
    Row("practice.hand_on", "POST", doing(*own(409)), asks={"person_id": "asker"}),  # who does not look after it
    Row("practice.hear_as_usual", "POST", doing(303)),  # one's own choice, whatever it was about
    Row("practice.hear_community", "POST", doing(*shared(303)), sends={"level": "every"}),
    Row("practice.hear_conversation", "POST", doing(*shared(303)), sends={"level": "every"}),
    Row("practice.hearings", "GET", reading(200)),
    Row("practice.history", "GET", reading(*shared())),
    Row("practice.join", "POST", doing(*shared(303)), sends={"agrees": "y"}),
    Row("practice.leave", "POST", doing(*shared(303))),
    Row("practice.leaving", "GET", reading(*shared())),
    Row("practice.make_feeds", "POST", doing(303)),
    Row("practice.mark_community_read", "POST", doing(*shared(303)), sends={"at": "2026-11-23T09:00:00+00:00"}),
    Row("practice.mark_read", "POST", doing(*shared(303)), sends={"post": "post_id"}),
    Row("practice.not_me", "POST", doing(404, 404, 404, 303, 404)),  # the buddy was asked
    Row("practice.new_conversation", "GET", reading(*shared())),
    Row("practice.people", "GET", reading(*shared())),
    Row("practice.pin", "POST", doing(*caretaker())),
    Row("practice.post", "GET", reading(*shared(303))),
    Row("practice.preview_conversation", "POST", doing(*shared())),
    Row("practice.preview_edit", "POST", doing(*own())),
    Row("practice.preview_reply", "POST", doing(*shared())),
    Row("practice.react", "POST", doing(404, 404, 404, 303, 403), sends={"thank_you": "thanks"}),
    Row("practice.remove", "POST", doing(*caretaker())),
    Row("practice.removing", "GET", reading(*own())),
    Row("practice.renew_feeds", "POST", doing(303)),
    Row("practice.reopen", "POST", doing(*caretaker())),
    Row("practice.reply", "POST", doing(*shared(422))),
    Row("practice.save", "POST", doing(*own(422))),
    Row("practice.take_up", "POST", doing(*own(403))),  # nobody looks after what they ask themselves
    Row("practice.the_desk", "GET", reading(*own())),
    Row("practice.start_conversation", "POST", doing(*shared(422))),
    Row("practice.unpin", "POST", doing(*caretaker())),
    Row("practice.stop_feeds", "POST", doing(303)),
    Row("practice.welcome", "POST", doing(*own(303)), asks={"person_id": "asker"}),
]

PRACTICE_READING = [
    Row("practice.all_resources", "GET", reading(200)),
    Row("practice.arrivals", "GET", reading(404)),  # after no post of it
    Row("practice.arrived", "GET", everyone(204)),
    Row("practice.resources", "GET", reading(*shared())),
    Row("practice.say_it_helped", "POST", doing(*shared(403)), sends={"post": "thanks"}),  # not one's to say
    Row("practice.say_what_it_is_about", "POST", doing(*own(303))),
    Row("practice.settle", "POST", doing(*own(303))),
    Row("practice.settling", "GET", reading(*own())),
    Row("practice.thread_about", "GET", reading(*own())),
]

LINK = {"link_id": "invite_id", "proof": "invite_proof"}
PRACTICE_TENDING = [  # the owner looks after the private community, the buddy is asked to; whoever holds a link is in
    Row("practice.about", "GET", reading(*shared())),
    Row("practice.accept_care", "POST", doing(404, 404, 404, 303, 409)),
    Row("practice.agreement", "GET", reading(*shared())),
    Row("practice.archive", "POST", doing(*own(303))),
    Row("practice.archiving", "GET", reading(*own())),
    Row("practice.begin_community", "POST", doing(422)),
    Row("practice.bring_back", "POST", doing(*caretaker(403))),  # it has not ended
    Row("practice.care", "GET", reading(*shared())),
    Row("practice.change_level", "POST", doing(*own(422)), sends={"level": "nothing"}),
    Row("practice.come_in", "POST", doing(303), asks=LINK, sends={"agrees": "y"}),
    Row("practice.decline_care", "POST", doing(*shared(303))),
    Row("practice.edit_agreement", "GET", reading(*own())),
    Row("practice.edit_community", "GET", reading(*own())),
    Row("practice.invitation", "GET", (200, 200, 303, 200, 200, 200, 303, 303), asks=LINK),  # members are in already
    Row("practice.invitations", "GET", reading(*own())),
    Row("practice.invited_newcomer", "POST", everyone(303), asks=LINK),
    Row("practice.level", "GET", reading(*own())),
    Row("practice.make_invitation", "POST", doing(*own(303))),
    Row("practice.move", "POST", doing(*own(422))),  # what members said among themselves stays there
    Row("practice.moving", "GET", reading(*own())),
    Row("practice.new_community", "GET", reading(200)),
    Row("practice.offer_care", "POST", doing(*own(422))),
    Row("practice.revoke_invitation", "POST", doing(*own(303)), asks={"link_id": "invite_id"}),
    Row("practice.save_agreement", "POST", doing(*own(422))),
    Row("practice.save_community", "POST", doing(*own(422))),
    Row("practice.show_out", "POST", doing(*own(303)), asks={"person_id": "fellow"}),
    Row("practice.showing_out", "GET", reading(*own()), asks={"person_id": "fellow"}),
    Row("practice.step_down", "POST", doing(404, 404, 404, 303, 409)),  # nobody else would look after it
    Row("practice.take_up_care", "POST", doing(*caretaker(403))),  # somebody does
    Row("practice.withdraw_care", "POST", doing(*own(303)), asks={"person_id": "offered"}),
]

PRACTICE_WRITING = [
    Row("practice.all_drafts", "GET", reading(200)),  # one's own
    Row("practice.autosave", "POST", doing(*shared(303)), asks=OF_THREAD, sends={"body": "Not yet"}),
    Row("practice.edit_summary", "GET", reading(404, 404, 404, 404, 200)),  # it is short: the facilitator alone
    Row("practice.forget", "POST", doing(303), asks=OF_THREAD),  # one's own, whatever it was about
    Row("practice.keep", "POST", doing(*shared(303)), asks=OF_THREAD, sends={"body": "Not yet"}),
    Row("practice.names_in_community", "POST", doing(*shared(200))),
    Row("practice.names_in_conversation", "POST", doing(*shared(200))),
    Row("practice.preview_summary", "POST", doing(404, 404, 404, 404, 200)),
    Row("practice.remove_summary_words", "POST", doing(*caretaker())),
    Row("practice.replying", "GET", reading(*shared())),
    Row("practice.save_summary", "POST", doing(404, 404, 404, 404, 422)),
    Row("practice.summaries", "GET", reading(*shared())),
]

GATHERINGS = [  # the owner's, which has begun
    Row("practice.call_off", "POST", doing(*caretaker())),
    Row("practice.calling_off", "GET", reading(*own())),
    Row("practice.come", "POST", doing(*shared(303))),
    Row("practice.edit_gathering", "GET", reading(*own())),
    Row("practice.edit_note", "GET", reading(*own())),  # the buddy has not said that they come
    Row("practice.gathering", "GET", reading(*shared())),
    Row("practice.gathering_file", "GET", reading(*shared())),
    Row("practice.gatherings", "GET", reading(*shared())),
    Row("practice.new_gathering", "GET", reading(*shared())),
    Row("practice.plan_gathering", "POST", doing(*shared(422))),
    Row("practice.preview_change", "POST", doing(*own())),
    Row("practice.preview_note", "POST", doing(*own())),
    Row("practice.preview_plan", "POST", doing(*shared())),
    Row("practice.save_gathering", "POST", doing(*own(422))),
    Row("practice.save_note", "POST", doing(*own(422))),
    Row("practice.stay_away", "POST", doing(*shared(303))),
]

JOBCHANGE = [  # one's own; a circle of the owner's is the buddy's too
    Row("jobchange.begin_again", "POST", doing(303)),
    Row("jobchange.hand_over", "GET", reading(200)),
    Row("jobchange.job_change", "GET", reading(200)),
    Row("jobchange.keep_where", "POST", doing(422), sends={"sector": "nowhere"}),
    Row("jobchange.keep_words", "POST", doing(*shared(303))),
    Row("jobchange.leaving", "GET", reading(200)),
    Row("jobchange.note_file", "GET", reading(200)),
    Row("jobchange.paper", "GET", reading(200)),
    Row("jobchange.remove_note", "POST", doing(303)),
    Row("jobchange.save_note", "POST", doing(303), sends={"holds": "Amara, on Tuesdays"}),
    Row("jobchange.send", "POST", doing(303)),  # there is nothing to send
    Row("jobchange.sending", "GET", reading(200)),
    Row("jobchange.stay", "POST", doing(303)),
    Row("jobchange.where_now", "GET", reading(200)),
    Row("jobchange.words", "GET", reading(*shared())),
]

ADMIN = [  # to whoever is no administrator the desk is not there
    Row("admin.contact", "GET", reading(*desk())),
    Row("admin.desk", "GET", reading(*desk())),
    Row("admin.let_go", "POST", doing(*desk(303))),
    Row("admin.letting_go", "GET", reading(*desk())),
    Row("admin.run_job", "POST", doing(*desk(303))),
    Row("admin.take_wish", "POST", doing(*desk(303))),
    Row("admin.try_again", "POST", doing(*desk(303))),
    Row("admin.try_all_again", "POST", doing(*desk(303))),
]

MAIL = [  # on a developer's own machine only: tests/mail
    Row("mail.letters", "GET", everyone()),
    Row("mail.letter", "GET", everyone()),
    Row("mail.style", "GET", everyone()),
]

WATCH = [
    Row("health.alive", "GET", everyone()),
    Row("health.ready", "GET", everyone()),
    Row(
        "metrics.scrape", "GET", everyone(404)
    ),  # for the bearer of a token, whoever that is: tests/web/test_metrics.py
]

ROWS = [
    *WATCH,
    *ADMIN,
    *ACCOUNTS,
    *BUDDYING,
    *DIRECTORY,
    *HOME,
    *JOBCHANGE,
    *JOURNAL,
    *MODERATION,
    *NOTICES,
    *PRACTICE,
    *GATHERINGS,
    *PRACTICE_READING,
    *PRACTICE_TENDING,
    *PRACTICE_WRITING,
    *MAIL,
]
