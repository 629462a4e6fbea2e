"""What is not done, and why: raised by actions of every room, answered by the doors with their status."""


class Refused(Exception):
    """A step that is not taken. `message` says why and what to do, in the reader's language."""

    status = 400

    def __init__(self, message: str, **about):
        super().__init__(message)
        self.message = str(message)
        self.about = about


class UnknownStep(Refused):
    status = 404


class NotYours(Refused):
    status = 403


class NotNow(Refused):
    """Not from this state, or somebody has just changed it; `about` may say who, what and when."""

    status = 409
