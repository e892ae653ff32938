"""One journal of the demonstration: Nadia's, written through the journal's own door with her own key."""

from community.accounts.models import Member
from community.core import clock
from community.demo.rows import moved_moment, rows_of, several
from community.journal import actions as journal
from community.journal.paper import Answer, Draft
from community.keyring.wraps import JournalKey


def load_journals(people: dict[str, Member], keys: dict[str, JournalKey]) -> None:
    for row in rows_of("journal"):
        written_at = moved_moment(row["written"])
        draft = Draft(
            day=clock.local(written_at).date(),
            title=row["title"],
            answers=(Answer("", row["body"]),),
            mood=int(row["mood"]),
            challenges=tuple(several(row["challenges"])),
            template=row["template"],
        )
        journal.write_entry(people[row["owner"]].id, keys[row["owner"]], draft, saved_at=written_at)
