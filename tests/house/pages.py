"""Every page of the site, drawn with something on it: who looks, at which address, and what must come back.

A GET endpoint that is not in `PAGES` fails the tests that look at every page. `sends` makes the page by a form.
"""

from dataclasses import dataclass

from tests.house.sights import Sights, sights_of
from tests.house.writing_sights import ABOUT_SOMEBODY, IDENTIFIES


@dataclass(frozen=True)
class Sight:
    """One page. `seen_by` is somebody of `Sights.people`, with "*" when their journal is open; "" is nobody."""

    endpoint: str
    path: str
    seen_by: str = ""
    status: int = 200
    sends: dict[str, str] | None = None
    opens: str = ""  # a selector to press before looking
    shows: str = ""  # words without which the page would be too empty to look at

    @property
    def name(self) -> str:
        return f"{self.endpoint} {self.path} {self.seen_by} {self.opens}".strip()

    @property
    def room(self) -> str:
        return self.endpoint.split(".")[0]


ACCOUNTS = [
    Sight("accounts.join", "/join"),
    Sight("accounts.join", "/join", status=422, sends={"email": "not an address"}),
    Sight("accounts.join_asked", "/join/sent"),
    Sight("accounts.finish", "/join/{join_link}"),
    Sight("accounts.finish", "/join/{join_link}/suggest", sends={"name": "Robin"}),
    Sight("accounts.finish", "/join/{join_link}", status=422, sends={"name": "", "password": "password"}),
    Sight("accounts.sign_in", "/sign-in"),
    Sight("accounts.sign_in", "/sign-in", status=422, sends={"email": "a@example.org", "password": "wrong"}),
    Sight("accounts.forgot", "/forgot"),
    Sight("accounts.reset_asked", "/forgot/sent"),
    Sight("accounts.reset", "/reset/{reset_link}"),
    Sight("accounts.reset", "/reset/{reset_link}/suggest", sends={}),
    Sight("accounts.signed_out", "/signed-out"),
    Sight("accounts.suspended", "/suspended", "suspended"),
    Sight("accounts.account", "/account", "nadia"),
    Sight("accounts.account", "/account", "newcomer"),
    Sight("accounts.password", "/account/password", "nadia"),
    Sight("accounts.password", "/account/password", "nadia", 422, {"current": "", "password": "short"}),
    Sight("accounts.password", "/account/password/suggest", "nadia", sends={}),
    Sight("accounts.sessions", "/account/sessions", "nadia"),
    Sight("accounts.confirm", "/confirm", "nadia"),
    Sight("accounts.addresses", "/account/addresses", "nadia", shows="Send again"),
    Sight("accounts.addresses", "/account/addresses", "loner", shows="Make it the first"),
    Sight("accounts.new_address", "/account/addresses/new", "nadia"),
    Sight("accounts.new_address", "/account/addresses/new", "nadia", 422, {"email": "not an address"}),
    Sight("accounts.address_asked", "/account/addresses/sent", "nadia"),
    Sight("accounts.prove_address", "/account/addresses/{address_link}", "nadia"),
    Sight("accounts.putting_back", "/addresses/back/{back_link}"),
]

BUDDYING = [
    Sight("buddying.find", "/buddies", "nadia", shows="Who know your job"),
    Sight("buddying.find", "/buddies", "loner"),
    Sight("buddying.find", "/buddies?sector=housing-group&challenge=winter", "nadia"),
    Sight("buddying.all_guides", "/buddies/guides", "nadia", shows="What is the smallest step?"),
    Sight("buddying.why", "/buddies/why/{maggie_id}", "nadia", shows="What was compared"),
    Sight("buddying.hellos", "/buddies/hellos", "nadia", shows="Why the two of you"),
    Sight("buddying.hellos", "/buddies/hellos", "loner"),
    Sight("buddying.new_hello", "/buddies/hellos/new?to={maggie_id}", "nadia", shows="Why the two of you"),
    Sight("buddying.new_hello", "/buddies/hellos/new?to={maggie_id}", "nadia", 422, {"words": ""}),
    Sight("buddying.new_hello", "/buddies/hellos/new/begin?to={maggie_id}", "nadia", sends={"starter": "1"}),
    Sight("buddying.circle", "/buddies/circles/{circle_id}", "nadia", shows="The bench by the canal"),
    Sight("buddying.circle", "/buddies/circles/{circle_id}/promises", "nadia", 422, {"words": ""}),
    Sight("buddying.circle", "/buddies/circles/{finished_id}", "nadia"),
    Sight("buddying.meeting", "/buddies/circles/{circle_id}/meeting", "nadia", shows="Times that could suit"),
    Sight("buddying.meeting", "/buddies/circles/{circle_id}/meeting", "nadia", 422, {"on": "", "at": ""}),
    Sight("buddying.finish", "/buddies/circles/{circle_id}/finish", "nadia"),
    Sight("buddying.finish", "/buddies/circles/{circle_id}/finish", "nadia", 422, {"last_word": "x" * 1001}),
    Sight("buddying.rhythm", "/buddies/circles/{circle_id}/rhythm", "nadia"),
    Sight("buddying.rhythm", "/buddies/circles/{circle_id}/rhythm", "nadia", 422, {"every": ""}),
    Sight("buddying.pause", "/buddies/circles/{circle_id}/pause", "nadia"),
    Sight("buddying.pause", "/buddies/circles/{circle_id}/pause", "nadia", 422, {"until": "2020-01-01"}),
    Sight("buddying.closing", "/buddies/circles/{finished_id}/closing", "nadia"),
    Sight("buddying.agreement", "/buddies/circles/{circle_id}/agreement", "nadia", shows="Does this suit you?"),
    Sight("buddying.agreement", "/buddies/circles/{finished_id}/agreement", "nadia"),
    Sight("buddying.agreement_version", "/buddies/circles/{circle_id}/agreement/{agreement_id}", "nadia"),
    Sight("buddying.edit_agreement", "/buddies/circles/{circle_id}/agreement/edit", "nadia"),
    Sight("buddying.edit_agreement", "/buddies/circles/{circle_id}/agreement/edit", "nadia", 422, {"how": "pigeon"}),
]

LATE = "What I had written. " * 20
LOOKS = [
    Sight("buddying.circle", "/buddies/circles/{due_id}?ask=renewal", "gareth", shows="Half a year"),
    Sight("buddying.circle", "/buddies/circles/{looking_id}", "tom", shows="Half-way: carry on"),
    Sight("buddying.check_in", "/buddies/circles/{due_id}/check-in", "nadia", shows="Share your words"),
    Sight("buddying.check_in", "/buddies/circles/{due_id}/check-in", "nadia", opens="details summary"),
    Sight("buddying.check_in", "/buddies/circles/{due_id}/check-in/share", "nadia", 422, {}),
    Sight("buddying.check_in", "/buddies/circles/{due_id}/check-in", "gareth", 422, {"words": LATE}),
    Sight("buddying.check_in", "/buddies/circles/{circle_id}/check-in", "nadia"),
    Sight("buddying.half_way", "/buddies/circles/{due_id}/half-way", "nadia", shows="What you each said"),
    Sight("buddying.half_way", "/buddies/circles/{looking_id}/half-way", "tom", shows="who will see it, and when"),
    Sight("buddying.half_way", "/buddies/circles/{looking_id}/half-way", "tom", 422, {"words": LATE}),
    Sight("buddying.renewal", "/buddies/circles/{due_id}/renewal", "nadia", shows="finish well"),
    Sight("buddying.renewal", "/buddies/circles/{due_id}/renewal", "gareth", 422, {}),
    Sight("buddying.contact_me", "/buddies/contact-me", "nadia"),
    Sight("buddying.contact_me", "/buddies/contact-me", "hassan", shows="You have asked"),
    Sight("buddying.contact_me", "/buddies/contact-me", "maggie", shows="I ring you on Tuesday"),
]

CIRCLES = [
    Sight("buddying.find", "/buddies?sector=housing-group", "eirlys", shows="We look again for you"),
    Sight("buddying.hellos", "/buddies/hellos", "maggie", shows="ask you to join them"),
    Sight("buddying.circle", "/buddies/circles/{growing_id}", "bryn", shows="would like to ask Maggie to join you"),
    Sight("buddying.circle", "/buddies/circles/{growing_id}", "asha", shows="Take it back"),
    Sight("buddying.circle", "/buddies/circles/{asking_id}", "dai", shows="You have asked Maggie together"),
    Sight("buddying.circle", "/buddies/circles/{resting_id}", "asha", shows="Your circle rests"),
    Sight("buddying.circle", "/buddies/circles/{quiet_id}", "bryn", shows="It has been quiet between you"),
    Sight("buddying.circle", "/buddies/circles/{moved_id}", "asha", shows="One of you has moved"),
    Sight("buddying.invite", "/buddies/circles/{circle_id}/invite", "nadia", shows="Propose"),
    Sight("buddying.invite", "/buddies/circles/{moved_id}/invite", "asha"),
    Sight("buddying.new_proposal", "/buddies/circles/{circle_id}/invite/{maggie_id}", "nadia", shows="of you all"),
    Sight("buddying.new_proposal", "/buddies/circles/{circle_id}/invite/{maggie_id}", "nadia", 422, {"words": ""}),
    Sight("buddying.new_proposal", "/buddies/circles/{circle_id}/invite/{long_id}", "nadia"),
]

DIRECTORY = [
    Sight("directory.rules", "/welcome/rules", "newcomer"),
    *(Sight("directory.step", f"/welcome/{part}", "newcomer") for part in ("sector", "challenges", "talking")),
    Sight("directory.step", "/welcome/sector", "newcomer", 422, {"place_words": "Nowhere at all"}),
    Sight("directory.step", "/welcome/sector", "newcomer", 422, {"name": "Jo", "place_words": "Manchester"}),
    Sight("directory.profile", "/profile", "nadia"),
    Sight("directory.profile", "/profile", "loner"),
    *(Sight("directory.edit", f"/profile/{part}", "nadia") for part in ("sector", "challenges", "talking", "finding")),
    Sight("directory.edit", "/profile/challenges", "nadia", 422, {"first": ""}),
    Sight("directory.people", "/people", "nadia", shows="Can offer"),
    Sight("directory.people", "/people?challenge=winter&offer=winter&sector=housing-group&place=wales", "nadia"),
    Sight("directory.person", "/people/{gareth_id}", "nadia"),
    Sight("directory.person", "/people/{long_id}", "loner"),
    Sight("directory.places", "/places", "nadia"),
    Sight("directory.places", "/places?q=lancashire", "nadia"),
    Sight("directory.places", "/places?q=zzzz", "nadia"),
]

HOME = [
    Sight("home.index", "/"),
    Sight("home.index", "/", "nadia", shows="Coming up"),
    Sight("home.index", "/", "loner"),
    Sight("home.index", "/", "nadia", opens="button[data-open=keys]"),
    Sight("home.meanwhile", "/meanwhile", "nadia"),
    Sight("home.welcome", "/welcome", "newcomer"),
    Sight("home.welcome", "/welcome", "ready"),
    Sight("home.welcome", "/welcome/done", "newcomer", 422, {}),
    Sight("directory.new_rules", "/house-rules/new", "nadia", shows="You have agreed"),
    Sight("home.house_rules", "/house-rules"),
    Sight("home.privacy", "/privacy"),
    Sight("home.accessibility", "/accessibility"),
    Sight("home.about", "/about"),
    Sight("home.get_help", "/help", "nadia"),
]

JOBCHANGE = [
    Sight("jobchange.job_change", "/account/job-change", "nadia", shows="What will be sent"),
    Sight("jobchange.job_change", "/account/job-change", "loner"),
    Sight("jobchange.where_now", "/account/job-change/where", "nadia"),
    Sight("jobchange.where_now", "/account/job-change/where", "nadia", 422, {"place_words": "Nowhere at all"}),
    Sight("jobchange.words", "/account/job-change/circles/{circle_id}", "nadia"),
    Sight("jobchange.sending", "/account/job-change/send", "nadia", shows="I start on Monday"),
    Sight("jobchange.leaving", "/account/job-change/leaving", "nadia"),
    Sight("jobchange.leaving", "/account/job-change/leaving", "loner"),
    Sight("jobchange.hand_over", "/account/job-change/hand-over", "nadia", shows="Take it away as text"),
    Sight("jobchange.hand_over", "/account/job-change/hand-over", "loner"),
    Sight("jobchange.hand_over", "/account/job-change/hand-over", "nadia", 409, {"holds": "Other words", "seen": ""}),
    Sight("jobchange.paper", "/account/job-change/hand-over/paper", "nadia", shows="Who holds this work together"),
]

JOURNAL = [
    Sight("journal.unlock", "/journal/unlock", "nadia"),
    Sight("journal.unlock", "/journal/unlock", "nadia", 422, {"password": "not this one"}),
    Sight("journal.entries", "/journal", "nadia*", shows="sealed entry"),
    Sight("journal.entries", "/journal", "loner*"),
    Sight("journal.entries", "/journal/search", "nadia*", sends={"words": "wheelchair"}),
    Sight("journal.entries", "/journal/search", "nadia*", sends={"words": "nothing of the kind"}),
    Sight("journal.new", "/journal/new", "nadia*"),
    Sight("journal.new", "/journal/new", "loner*"),
    Sight("journal.new", "/journal/new?template=five-minutes", "loner*"),
    Sight("journal.new", "/journal/new?template=free", "nadia*"),
    Sight("journal.entry", "/journal/entries/{entry_id}", "nadia*"),
    Sight("journal.entry", "/journal/entries/{entry_id}", "nadia*", opens="[data-open=removal]"),
    Sight("journal.entry", "/journal/entries/{broken_id}", "nadia*"),
    Sight("journal.removal", "/journal/entries/{entry_id}/delete", "nadia*"),
    Sight("journal.recovery", "/journal/recovery", "nadia*"),
    Sight("journal.recovery", "/journal/recovery", "nadia*", sends={}),
    Sight("journal.reopen", "/journal/reopen", "nadia*"),
    Sight("journal.settings", "/journal/settings", "nadia*"),
]

MODERATION = [
    Sight("moderation.avoided", "/account/avoid", "nadia", shows="Canal Street Trust"),
    Sight("moderation.avoided", "/account/avoid", "loner"),
    Sight("moderation.avoided", "/account/avoid/search", "nadia", sends={"name": "a"}, status=422),
    Sight("moderation.avoided", "/account/avoid/search", "nadia", sends={"name": "ma"}, shows="Rather not"),
    Sight("moderation.avoided", "/account/avoid/organisations", "nadia", 422, {"organisation": "-"}),
    Sight("moderation.blocked", "/account/blocked", "nadia", shows="Unblock"),
    Sight("moderation.blocked", "/account/blocked", "loner"),
    Sight("moderation.blocking", "/people/{gareth_id}/block", "nadia", shows="Your circle with Gareth finishes"),
    Sight("moderation.blocking", "/people/{long_id}/block", "nadia"),
    Sight("moderation.more", "/posts/{post_id}/more", "gareth", shows="Report it"),
    Sight("moderation.more", "/posts/{post_id}/more", "nadia", shows="Remove it"),
    Sight("moderation.reporting_post", "/posts/{post_id}/report", "gareth", shows="116 123"),
    Sight("moderation.reporting_post", "/posts/{post_id}/report", "gareth", 422, {"reason": ""}),
    Sight("moderation.reporting_person", "/people/{long_id}/report", "nadia"),
    Sight("moderation.reporting_message", "/buddies/circles/{circle_id}/messages/{message_id}/report", "nadia"),
    Sight(
        "moderation.reporting_message", "/buddies/circles/{circle_id}/messages/{message_id}/report", "nadia", 422, {}
    ),
    Sight("moderation.reporting_hello", "/buddies/hellos/{received_hello_id}/report", "nadia", shows="from you"),
    Sight("moderation.reporting_gathering", "/gatherings/{full_id}/report", "gareth"),
    Sight("moderation.reports", "/reports", "nadia", shows="Received"),
    Sight("moderation.reports", "/reports", "loner"),
    Sight("moderation.my_report", "/reports/{my_report_id}", "nadia", shows="It has been received"),
    Sight("moderation.care", "/care", "ade", shows="Nobody has it"),
    Sight("moderation.care", "/care?show=answered", "ade", shows="Ask for a change"),
    Sight("moderation.case", "/care/{case_id}", "ade", shows="What happens with it?"),
    Sight("moderation.case", "/care/{case_id}?as=hidden", "ade", shows="The words below are sent"),
    Sight("moderation.case", "/care/{case_id}/decide", "ade", 422, {"outcome": "hidden", "to_subject": ""}),
    Sight("moderation.case", "/care/{decision_id}", "ade"),
    Sight("moderation.decision", "/care/decisions/{decision_id}", "nadia", shows="I have changed it"),
]

NOTICES = [
    Sight("notifications.tray", "/notices", "nadia", shows="What needs you"),
    Sight("notifications.tray", "/notices", "loner", shows="Nothing new for you"),
    Sight("notifications.preferences", "/notices/settings", "nadia"),
    Sight("notifications.preferences", "/notices/settings", "nadia", 422, {"hello": "sometimes", "to_hour": "30"}),
    Sight("notifications.stop_letters", "/letters/stop/{stop_link}"),
    Sight("notifications.stop_letters", "/letters/stop/{stop_link}", status=422, sends={}),
    Sight("notifications.stop_letters", "/letters/stop/{stop_link}", sends={"what": "these", "kind": "hello"}),
]

TENDING = [
    Sight("practice.new_community", "/communities/new", "nadia"),
    Sight("practice.new_community", "/communities/new", "nadia", 422, {"name": "", "level": "open"}),
    Sight("practice.about", "/communities/{tended_id}/about", "nadia", shows="You look after this space"),
    Sight("practice.about", "/communities/{private_id}/about", "nadia"),
    Sight("practice.about", "/communities/{untended_id}/about", "long", shows="Nobody just now"),
    Sight("practice.about", "/communities/{ended_id}/about", "nadia", shows="Open it again"),
    Sight("practice.about", "/communities/{ask_id}/about", "loner"),
    Sight("practice.community", "/communities/{ended_id}", "gareth", shows="came to its end"),
    Sight("practice.community", "/communities/{tended_id}", "gareth", shows="has changed"),
    Sight("practice.entrance", "/communities/{tended_id}/join", "gareth", shows="What members agree now"),
    Sight("practice.agreement", "/communities/{tended_id}/agreement", "nadia", shows="Version 1, until"),
    Sight("practice.agreement", "/communities/{tended_id}/agreement", "gareth", shows="Read and accept it"),
    Sight("practice.edit_agreement", "/communities/{tended_id}/agreement/edit", "nadia"),
    Sight("practice.edit_agreement", "/communities/{tended_id}/agreement/edit", "nadia", 422, {"agreement": ""}),
    Sight("practice.edit_agreement", "/communities/{tended_id}/agreement/edit", "nadia", 409, {"agreement": LATE}),
    Sight("practice.edit_community", "/communities/{tended_id}/edit", "nadia"),
    Sight("practice.edit_community", "/communities/{tended_id}/edit", "nadia", 422, {"name": ""}),
    Sight(
        "practice.edit_community",
        "/communities/{tended_id}/edit",
        "nadia",
        409,
        {"name": "Other", "purpose": "Other", "learning_question": "Other?"},
    ),
    Sight("practice.level", "/communities/{tended_id}/level", "nadia"),
    Sight("practice.level", "/communities/{tended_id}/level", "nadia", 422, {"level": "moon"}),
    Sight("practice.invitations", "/communities/{tended_id}/invitations", "nadia", shows="Take it back"),
    Sight("practice.invitations", "/communities/{ask_id}/invitations", "nadia"),
    Sight("practice.invitation", "/invitations/{invite}", shows="I am new here"),
    Sight("practice.invitation", "/invitations/{invite}", "newcomer", shows="Finish joining"),
    Sight("practice.invitation", "/invitations/{invite}", "loner", shows="What members agree"),
    Sight("practice.invitation", "/invitations/{invite}", "loner", 422, {}),
    Sight("practice.care", "/communities/{tended_id}/care", "nadia", shows="has not answered yet"),
    Sight("practice.care", "/communities/{tended_id}/care", "nadia", 422, {"chosen": "nobody"}),
    Sight("practice.care", "/communities/{tended_id}/care", "gareth", shows="Yes, I will"),
    Sight("practice.showing_out", "/communities/{tended_id}/people/{member_id}/out", "nadia"),
    Sight("practice.archiving", "/communities/{tended_id}/archive", "nadia"),
    Sight("practice.moving", "/conversations/{thread_id}/move", "gareth"),
]

PRACTICE = [
    Sight("practice.communities", "/communities", "nadia"),
    Sight("practice.communities", "/communities", "loner"),
    *(Sight("practice.community", f"/communities/{{{level}_id}}", "nadia") for level in ("open", "private", "hidden")),
    Sight("practice.community", "/communities/{ask_id}", "nadia"),
    Sight("practice.community", "/communities/{asks_id}", "nadia"),
    Sight("practice.community", "/communities/{asks_id}", "loner"),
    Sight("practice.community", "/communities/{open_id}?show=unanswered&kind=story", "nadia"),
    Sight("practice.entrance", "/communities/{foreign_id}/join", "nadia"),
    Sight("practice.entrance", "/communities/{foreign_id}/join", "nadia", 422, {}),
    Sight("practice.leaving", "/communities/{open_id}/leave", "nadia"),
    Sight("practice.asking", "/communities/{ask_id}/asking", "nadia", shows="Patrick"),
    Sight("practice.the_desk", "/communities/{desk_id}/desk", "nadia", shows="I will see to it"),
    Sight("practice.the_desk", "/communities/{ask_id}/desk", "nadia", shows="alone"),
    Sight("practice.conversation", "/conversations/{waiting_id}", "gareth", shows="You were asked whether"),
    Sight("practice.conversation", "/conversations/{waiting_id}", "long", shows="looks after this"),
    Sight("practice.new_conversation", "/communities/{open_id}/conversations/new", "nadia"),
    Sight("practice.new_conversation", "/communities/{open_id}/conversations/new", "nadia", 422, {"title": ""}),
    Sight("practice.conversation", "/conversations/{thread_id}", "nadia", shows="new since you were last here"),
    Sight("practice.conversation", "/conversations/{thread_id}?at={first_id}", "nadia"),
    Sight("practice.conversation", "/conversations/{thread_id}?at={post_id}", "nadia", opens="details.menu summary"),
    Sight("practice.conversation", "/conversations/{closed_id}", "gareth"),
    Sight("practice.conversation", "/conversations/{thread_id}", "loner"),
    Sight("practice.conversation", "/conversations/{thread_id}/replies", "nadia", 422, {"body": ""}),
    Sight("practice.conversation", "/conversations/{asked_id}", "nadia", shows="You asked this"),
    Sight("practice.conversation", "/conversations/{shared_id}", "gareth", shows="example.org"),
    Sight("practice.community", "/communities/{open_id}?challenge=winter&show=new", "gareth"),
    Sight("practice.settling", "/conversations/{asked_id}/settle", "nadia", shows="what helped: 1 reply"),
    Sight("practice.settling", "/conversations/{asked_id}/settle", "nadia", 422, {"body": "07700 900123"}),
    Sight("practice.thread_about", "/conversations/{shared_id}/about", "nadia"),
    Sight("practice.thread_about", "/conversations/{shared_id}/about", "nadia", 422, {"link": "ftp://x"}),
    Sight("practice.resources", "/communities/{open_id}/resources", "nadia", shows="example.org"),
    Sight("practice.resources", "/communities/{open_id}/resources?challenge=medicines", "nadia"),
    Sight("practice.resources", "/communities/{foreign_id}/resources", "nadia"),
    Sight("practice.all_resources", "/resources", "nadia", shows="example.org"),
    Sight("practice.all_resources", "/resources", "loner"),
    Sight("practice.people", "/communities/{open_id}/people", "nadia", shows="On their mind"),
    Sight("practice.people", "/communities/{foreign_id}/people", "nadia", shows="its members see"),
    Sight("practice.post", "/posts/{post_id}", "nadia"),
    Sight("practice.edit", "/posts/{post_id}/edit", "nadia"),
    Sight("practice.edit", "/posts/{opening_id}/edit", "nadia"),
    Sight("practice.edit", "/posts/{post_id}/edit", "nadia", 409, {"body": "Other words", "version": "1"}),
    Sight("practice.feeds", "/feeds", "nadia", shows="All my communities"),
    Sight("practice.feeds", "/feeds", "loner", shows="Make my feed addresses"),
    Sight("practice.hearings", "/communities/hearing", "nadia", shows="As usual"),
    Sight("practice.hearings", "/communities/hearing", "loner"),
    Sight("practice.history", "/posts/{post_id}/history", "nadia", shows="And more."),
    Sight("practice.removing", "/posts/{post_id}/remove", "nadia"),
    Sight("practice.removing", "/posts/{opening_id}/remove", "nadia"),
]

OF_GATHERING = {"title": "", "on": "never", "at": "", "link": "ftp://x", "capacity": "0", "body": ""}
GATHERING_ABOUT_SOMEBODY = {
    "title": "Tea",
    "on": "2027-03-01",
    "at": "17:30",
    "lasts": "60",
    "zone": "Europe/London",
    "body": IDENTIFIES,
}
GATHERINGS = [
    Sight("practice.gatherings", "/communities/{open_id}/gatherings", "nadia", shows="What we learned"),
    Sight("practice.gatherings", "/communities/{private_id}/gatherings", "nadia", shows="Nothing is planned"),
    Sight("practice.gatherings", "/communities/{open_id}/gatherings?month=2026-02", "loner"),
    Sight("practice.gathering", "/gatherings/{full_id}", "nadia", shows="Who waits for a place"),
    Sight("practice.gathering", "/gatherings/{full_id}", "gareth", shows="You are the first in line"),
    Sight("practice.gathering", "/gatherings/{coming_id}", "nadia", shows="Add to my calendar"),
    Sight("practice.gathering", "/gatherings/{off_id}", "gareth", shows="Take it out of my calendar"),
    Sight("practice.gathering", "/gatherings/{over_id}", "loner", shows="Written down by Nadia"),
    Sight("practice.gathering", "/gatherings/{coming_id}/come", "nadia", 422, {"needs": "x" * 301}),
    Sight("practice.new_gathering", "/communities/{open_id}/gatherings/new", "nadia"),
    Sight("practice.new_gathering", "/communities/{open_id}/gatherings/new", "nadia", 422, OF_GATHERING),
    Sight("practice.edit_gathering", "/gatherings/{full_id}/edit", "nadia"),
    Sight("practice.edit_gathering", "/gatherings/{full_id}/edit", "nadia", 422, OF_GATHERING),
    Sight("practice.new_gathering", "/communities/{open_id}/gatherings/new", "nadia", 422, GATHERING_ABOUT_SOMEBODY),
    Sight("practice.edit_gathering", "/gatherings/{full_id}/preview", "nadia", 200, {"body": "It reads **so**"}),
    Sight("practice.edit_note", "/gatherings/{over_id}/note", "nadia", 422, {"note": IDENTIFIES, "version": "9"}),
    Sight("practice.calling_off", "/gatherings/{full_id}/call-off", "nadia"),
    Sight("practice.edit_note", "/gatherings/{over_id}/note", "nadia"),
    Sight("practice.edit_note", "/gatherings/{over_id}/note", "nadia", 409, {"note": "Other words", "version": "1"}),
]

KEPT = {"words": "What I had written. " * 20, "title": "A title"}
CHANGED = {"body": "Other words", "version": "1"}
WRITING = [
    Sight("practice.all_drafts", "/drafts", "nadia", shows="To somebody who has gone."),
    Sight("practice.all_drafts", "/drafts", "nadia", opens="details summary"),
    Sight("practice.all_drafts", "/drafts", "loner"),
    Sight("practice.replying", "/conversations/{thread_id}/reply?quote={quoted}", "nadia", shows="wrote:"),
    Sight("practice.replying", "/conversations/{thread_id}/replies", "nadia", 422, {"body": IDENTIFIES}),
    Sight("practice.new_conversation", "/communities/{foreign_id}/conversations/new", "gareth", 422, ABOUT_SOMEBODY),
    Sight("practice.edit", "/posts/{post_id}/edit", "nadia", 422, {"body": IDENTIFIES, "version": "2"}),
    Sight("practice.replying", "/drafts/reply/{story_id}/keep", "nadia", 409, {"body": "From another page"}),
    Sight("practice.conversation", "/conversations/{story_id}", "nadia", shows="Draft kept"),
    Sight("practice.edit_summary", "/conversations/{thread_id}/summary/edit", "nadia", shows="by noon"),
    Sight("practice.edit_summary", "/conversations/{thread_id}/summary/edit", "nadia", 409, CHANGED),
    Sight("practice.edit_summary", "/conversations/{thread_id}/summary/edit", "nadia", 422, {"body": ""}),
    Sight("practice.summaries", "/conversations/{thread_id}/summary", "nadia", shows="Ring the desk."),
    Sight("practice.summaries", "/conversations/{story_id}/summary", "nadia"),
]

PROBLEMS = [
    Sight("problems.400", "/account/theme", "nadia", 400, {"csrf_token": "wrong", **KEPT}),
    Sight("problems.401", "/buddies/circles/{circle_id}/messages", "", 401, KEPT),
    Sight("problems.403", "/journal/lock", "newcomer", 403, KEPT),
    Sight("problems.404", "/nothing-here", "", 404),
    Sight("problems.404", "/nothing-here", "nadia", 404),
    Sight("problems.405", "/account/theme", "nadia", 405),
    Sight("problems.409", "/buddies/hellos/{accepted_id}/take-back", "gareth", 409, KEPT),
]

ADMIN = [
    Sight("admin.desk", "/desk", "ade", shows="Nothing has run for 25 minutes"),
    Sight("admin.contact", "/desk/contact", "ade", shows="took it up"),
    Sight("admin.contact", "/desk/contact/{wish_id}/take", "ade", 422, {"line": LATE * 2}),
    Sight("admin.letting_go", "/desk/letters/{letter_id}/let-go", "ade"),
]

MAIL = [
    Sight("mail.letters", "/letters"),
    Sight("mail.letter", "/letters/{join_letter_id}"),
    Sight("mail.letter", "/letters/{notices_letter_id}", shows="Waiting for you"),
    Sight("mail.letter", "/letters/{digest_letter_id}", shows="In your communities"),
]

# What machines and other programs read, and what only leads to a page: nobody looks at it in a browser.
NOT_PAGES = {
    "buddying.meeting_file",
    "buddying.back_to_promises",
    "buddying.promises_file",
    "practice.arrivals",  # parts of a page that is being read
    "practice.arrived",
    "practice.feed_of_community",
    "practice.gathering_file",
    "practice.feed_of_mine",
    "health.alive",
    "health.ready",
    "jobchange.note_file",
    "mail.style",
    "metrics.scrape",
    "notifications.count",
    "moderation.back_from_search",
}

PAGES = [
    *ADMIN,
    *ACCOUNTS,
    *BUDDYING,
    *LOOKS,
    *CIRCLES,
    *DIRECTORY,
    *HOME,
    *JOBCHANGE,
    *JOURNAL,
    *MODERATION,
    *NOTICES,
    *PRACTICE,
    *TENDING,
    *GATHERINGS,
    *WRITING,
    *PROBLEMS,
    *MAIL,
]

__all__ = ["NOT_PAGES", "PAGES", "Sight", "Sights", "sights_of"]
