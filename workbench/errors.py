"""Errors whose text is fit to be shown: what happened, whether work is safe, what to do."""


class WorkbenchError(Exception):
    """Something the user can act on; its text is shown as it is."""


class CancelledError(WorkbenchError):
    """The user stopped a job; nothing of it was kept."""


class NotFoundError(WorkbenchError):
    """A record is no longer in the casebook."""


class CannotAnswerError(WorkbenchError):
    """The data cannot bear this question; the text says what is missing."""


class UnreadableFileError(WorkbenchError):
    """A file that was handed in cannot be read as it is."""


class CasebookError(WorkbenchError):
    """A casebook cannot be opened, kept or changed here."""


class WrongKeyError(CasebookError):
    """The passphrase does not open this casebook."""


class DamagedError(CasebookError):
    """A casebook is damaged, or the file is none; a backup may be whole."""


class GoneError(CasebookError):
    """The open casebook is no longer where it was: moved, deleted or replaced by another."""


class LostUpdateError(CasebookError):
    """Somebody else changed the record first; nothing was overwritten."""
