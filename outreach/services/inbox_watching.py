"""The watched folder: whoever can copy a file there has brought a sound, and finds there what became of it."""

from dataclasses import dataclass, field

from outreach.domain.errors import RuleBroken
from outreach.domain.library import WorkKind, WorkState
from outreach.domain.library_ports import Inbox, Sitting
from outreach.services.mastering import Mastering
from outreach.services.taking_in import Origin, TakingIn

BY = "thu-muc"
"""Who brought it, in the library's books: nobody signs in to copy a file."""


@dataclass(frozen=True, slots=True)
class InboxWatching:
    inbox: Inbox
    taking_in: TakingIn
    mastering: Mastering
    _last: set[Sitting] = field(default_factory=set)

    def look(self) -> int:
        """Take what has stood still since the last look; returns how much was taken or refused.

        A file that cannot be moved is no reason to leave the others lying; it is told of when they have had their turn.
        """
        there = self.inbox.files()
        still = [file for file in there if file in self._last]
        self._last.clear()
        self._last.update(there)
        troubles = [trouble for file in still if (trouble := self._trouble_with(file))]
        if troubles:
            raise troubles[0]
        return len(still)

    def _trouble_with(self, file: Sitting) -> OSError | None:
        try:
            self._take(file)
        except OSError as trouble:
            return trouble
        return None

    def _take(self, file: Sitting) -> None:
        """A kill in the middle leaves it in the folder: the library knows its bytes when it is taken again."""
        try:
            taken = self.taking_in.bring_file(Origin(BY, file.name), file.path)
        except RuleBroken as broken:
            self.inbox.refused(file, str(broken))
            return
        work = self.mastering.now(WorkKind.EXAMINE, taken.sound.sha256)
        if work.state is WorkState.REFUSED:
            self.inbox.refused(file, work.trouble)
        else:
            self.inbox.taken(file)
