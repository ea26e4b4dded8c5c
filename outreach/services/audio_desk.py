"""All that people and sweeps can do with sound, gathered."""

from dataclasses import dataclass

from outreach.services.library import Library
from outreach.services.mastering import Mastering
from outreach.services.speaking import Speaking
from outreach.services.taking_in import TakingIn
from outreach.services.versioning import Versioning


@dataclass(frozen=True, slots=True)
class AudioDesk:
    taking_in: TakingIn
    mastering: Mastering
    speaking: Speaking
    versioning: Versioning
    library: Library
