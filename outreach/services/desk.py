"""All that people and sweeps can do, gathered: what web, jobs, replay and the command line are handed."""

from dataclasses import dataclass

from outreach.domain.ports import Attachments, Clock, SweepRuns
from outreach.services.arranging import Arranging
from outreach.services.audio_desk import AudioDesk
from outreach.services.closing import Closing
from outreach.services.confirming import Confirming
from outreach.services.drafting import Drafting
from outreach.services.enlisting import Enlisting
from outreach.services.equipping import Equipping
from outreach.services.excusing import Excusing
from outreach.services.exporting import Exporting
from outreach.services.finding import CustomerFinding
from outreach.services.following import Following
from outreach.services.gathering import NodeGathering
from outreach.services.handing_out import HandingOut
from outreach.services.importing import Importing
from outreach.services.loading import PlanLoading
from outreach.services.notifying import Notifying
from outreach.services.planning import WeekPlanning
from outreach.services.publishing import Publishing
from outreach.services.refusing import RefusalLists
from outreach.services.reminding import Reminding
from outreach.services.reporting import Reporting
from outreach.services.signing_in import SigningIn
from outreach.services.standing import Standing
from outreach.services.tending import Tending
from outreach.services.viewing import Viewing
from outreach.services.visiting import Visiting
from outreach.services.watching import Watching
from outreach.services.working import Working


@dataclass(frozen=True, slots=True)
class Desk:
    clock: Clock
    loading: PlanLoading
    planning: WeekPlanning
    arranging: Arranging
    confirming: Confirming
    gathering: NodeGathering
    publishing: Publishing
    reminding: Reminding
    watching: Watching
    closing: Closing
    excusing: Excusing
    equipping: Equipping
    signing_in: SigningIn
    reporting: Reporting
    viewing: Viewing
    exporting: Exporting
    importing: Importing
    finding: CustomerFinding
    enlisting: Enlisting
    refusals: RefusalLists
    notifying: Notifying
    standing: Standing
    following: Following
    drafting: Drafting
    handing_out: HandingOut
    tending: Tending
    visiting: Visiting
    working: Working
    audio: AudioDesk
    attachments: Attachments
    sweep_runs: SweepRuns
