"""Tables of what members tell of themselves, and of the reference lists they choose from."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String

from community.core.database import Mapped, Model, choice, mapped_column


class Sector(Model):
    """A group of sectors, or a sector inside one (two levels). Ids are stable words."""

    __tablename__ = "sector"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("sector.id"))
    label: Mapped[str] = mapped_column(String(120))
    hint: Mapped[str] = mapped_column(String(200), default="")
    ownership: Mapped[str] = mapped_column(String(40), default="")
    side: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[int]


class Challenge(Model):
    __tablename__ = "challenge"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    group_label: Mapped[str] = mapped_column(String(80))
    label: Mapped[str] = mapped_column(String(120))
    sentence: Mapped[str] = mapped_column(String(300))
    factor: Mapped[str] = mapped_column(String(20))
    is_starter: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]


class Perspective(Model):
    __tablename__ = "perspective"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    label: Mapped[str] = mapped_column(String(120))
    sentence: Mapped[str] = mapped_column(String(300))
    position: Mapped[int]


class Place(Model):
    """A nation, region or board area. Closed ones stay, so that an old name is still found."""

    __tablename__ = "place"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    nation: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(160))
    short_name: Mapped[str] = mapped_column(String(120))
    name_cy: Mapped[str] = mapped_column(String(160), default="")
    region: Mapped[str] = mapped_column(String(80), default="")
    parent_id: Mapped[str | None] = mapped_column(String(80))
    is_current: Mapped[bool] = mapped_column(default=True)
    successors: Mapped[list[str]] = mapped_column(JSON, default=list)
    search_words: Mapped[str] = mapped_column(String(600), default="")


class ShownAs(StrEnum):
    AREA = "area"
    REGION = "region"
    NATION = "nation"


class FindableBy(StrEnum):
    EVERYONE = "everyone"
    GROUPS = "groups"
    NOBODY = "nobody"


class Side(StrEnum):
    BRIDGE = "bridge"
    KIN = "kin"
    EITHER = "either"


class Distance(StrEnum):
    NEAR = "near"
    FAR = "far"
    NONE = "none"


class Profile(Model):
    """What one member told. `organisation` is private and shown to the member's own buddies only."""

    __tablename__ = "profile"
    __table_args__ = (
        CheckConstraint("capacity BETWEEN 0 AND 3", name="capacity_range"),
        Index("ix_profile_finding", "is_available", "sector_id", "member_id"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    sector_id: Mapped[str | None] = mapped_column(ForeignKey("sector.id"))
    other_sectors: Mapped[list[str]] = mapped_column(JSON, default=list)
    place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"))
    place_shown_as: Mapped[ShownAs] = choice(ShownAs, default=ShownAs.REGION)
    organisation: Mapped[str] = mapped_column(String(160), default="")
    organisation_key: Mapped[str] = mapped_column(String(160), default="", index=True)
    perspectives: Mapped[list[str]] = mapped_column(JSON, default=list)
    about: Mapped[str] = mapped_column(String(300), default="")
    findable_by: Mapped[FindableBy] = choice(FindableBy, default=FindableBy.EVERYONE)
    side: Mapped[Side] = choice(Side, default=Side.BRIDGE)
    distance: Mapped[Distance] = choice(Distance, default=Distance.NONE)
    ways: Mapped[list[str]] = mapped_column(JSON, default=list)
    times: Mapped[list[str]] = mapped_column(JSON, default=list)
    languages: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["English"])
    access_needs: Mapped[str] = mapped_column(String(300), default="")
    capacity: Mapped[int] = mapped_column(default=1)
    circles_open: Mapped[int] = mapped_column(default=0)
    is_available: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class NamedAs(StrEnum):
    TOP = "top"
    OTHER = "other"
    OFFER = "offer"
    NEED = "need"


class ProfileChallenge(Model):
    """A challenge that a member named: among the top three (ranked), otherwise, as an offer, or as a need."""

    __tablename__ = "profile_challenge"
    __table_args__ = (Index("ix_profile_challenge_finding", "challenge_id", "named_as", "member_id"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    challenge_id: Mapped[str] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    named_as: Mapped[NamedAs] = choice(NamedAs, primary_key=True)
    rank: Mapped[int] = mapped_column(default=0)


class InterestKind(StrEnum):
    INSPECTS = "inspects"
    COMMISSIONS = "commissions"
    BIDS = "bids"
    LINE_MANAGED = "line_managed"
    DISPUTE = "dispute"


class DeclaredInterest(Model):
    """An interest a member declares; kept private, used only to keep two people apart."""

    __tablename__ = "declared_interest"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    kind: Mapped[InterestKind] = choice(InterestKind)
    organisation: Mapped[str] = mapped_column(String(160), default="")
    organisation_key: Mapped[str] = mapped_column(String(160), default="")
