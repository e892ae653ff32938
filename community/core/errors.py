"""What can go wrong in the domain, in words a member may read. `web.problems` gives each its status."""


class DomainError(Exception):
    """Base of everything a member can be told. `message` is shown on the page."""

    message = "That did not work."

    def __init__(self, message: str | None = None) -> None:
        self.message = message or type(self).message
        super().__init__(self.message)


class NotFound(DomainError):
    """The thing does not exist, or not for this person: both read the same."""

    message = "It may have been moved or removed, or it may be private to other people."


class NotAllowed(DomainError):
    """They may know of the thing, and may not do this with it."""

    message = "That is not yours to do."


class Conflict(DomainError):
    """Somebody or something was quicker."""

    message = "Something changed while you were doing this."


class Stale(Conflict):
    """An edit of a version that is no longer the newest. `theirs` is the text now kept, `yours` the text sent."""

    message = "This was changed while you were writing. Both texts are below, so nothing is lost."

    def __init__(self, *, yours: str, theirs: str) -> None:
        self.yours, self.theirs = yours, theirs
        super().__init__()


class Invalid(DomainError):
    """Input that only the rule book can judge. `field` names the form field to show it beside."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class TooMany(DomainError):
    """A limit of tries is reached. `retry_after`: seconds until another makes sense."""

    message = "That was a lot in a short time. Please wait a little and try again."

    def __init__(self, message: str | None = None, *, retry_after: int = 60) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class Busy(DomainError):
    """For now there is no room (stretch queue, pool): 503 with Retry-After."""

    message = "We are busy right now. Please try again in a moment. Your words are still here."
