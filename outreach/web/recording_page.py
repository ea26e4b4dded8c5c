"""One recording: heard, compared, put before the second person, approved, taken back, made again, printed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.library import WorkState
from outreach.domain.people import Action
from outreach.domain.recordings import PLAYED, Recording, RecordingState
from outreach.domain.sound import Output, Recipe
from outreach.services.library_views import Download, RecordingView
from outreach.web import sound_words
from outreach.web.comparing import match_of
from outreach.web.forms import refuse
from outreach.web.guards import person
from outreach.web.home import OF_A_COMMUNE
from outreach.web.house import desk
from outreach.web.sound_forms import MakingForm, filled_from
from outreach.web.sound_picture import picture_in, picture_of
from outreach.web.translating import told
from outreach.web.written import says_something, seen

blueprint = Blueprint("recording_page", __name__, url_prefix="/ban-ghi/<code:campaign>/<code:slug>")
Page = str | tuple[str, int] | Response
LONGEST_WHY = 500
MOST_DIGITS = 6


@blueprint.get("")
def show(campaign: str, slug: str) -> Page:
    return _page(_view(campaign, slug, _asked_version()))


@blueprint.get("/loi-doc")
def script(campaign: str, slug: str) -> Page:
    """The words on paper, for somebody who reads them aloud."""
    view = _view(campaign, slug, _asked_version())
    if not view.shown.script:
        raise NotFound("Bản ghi âm này không có lời viết.")
    return render_template("pages/recording/script.html", view=view, shown=view.shown, sound_words=sound_words)


@blueprint.post("/<int:version>/trinh")
def submit(campaign: str, slug: str, version: int) -> Response:
    desk().audio.versioning.submit(person(), campaign, slug, version)
    flash(_("Đã trình. Một người thứ hai cần nghe rồi duyệt."))
    return _back(campaign, slug, version)


@blueprint.post("/<int:version>/duyet")
def approve(campaign: str, slug: str, version: int) -> Response:
    sha256 = request.form.get("sha256", "")
    done = desk().audio.versioning.approve(person(), campaign, slug, version, sha256)
    if done.replanned:
        flash(_("Đã duyệt. %(count)s lượt phát sắp tới đã đổi sang bản này.", count=done.replanned))
    else:
        flash(_("Đã duyệt. Từ giờ loa phát đúng tệp này."))
    return _back(campaign, slug, version)


@blueprint.post("/<int:version>/rut")
def withdraw(campaign: str, slug: str, version: int) -> Response:
    why = seen(request.form.get("why", ""))[:LONGEST_WHY]
    if not says_something(why):
        raise RuleBroken("Ghi lý do rút, để người xem sau hiểu vì sao.")
    desk().audio.versioning.withdraw(person(), campaign, slug, version, why)
    flash(_("Đã rút. Bản này không phát nữa; các lượt sắp tới của nó đã hủy."))
    return _back(campaign, slug, version)


@blueprint.post("/<int:version>/sua")
def remake(campaign: str, slug: str, version: int) -> Page:
    """Made again in the background: what was approved stays as it is, a new version comes beside it."""
    view = _view(campaign, slug, version)
    before = view.shown.recipe or Recipe()
    form = MakingForm()
    form.offer(before, view.shown.language)
    if not form.validate():
        return _page(view, form), 400
    try:
        draft = desk().audio.versioning.draft(person(), campaign, slug, form.draft(view.shown.source, before))
    except RuleBroken as broken:
        if isinstance(broken, NotFound | NotAllowed):
            raise
        refuse(form.title, told(broken))
        return _page(view, form), 400
    flash(_("Đã lưu thành bản %(version)s.", version=draft.version))
    return _back(campaign, slug, draft.version)


@blueprint.post("/<int:version>/wav")
def ask_for_wav(campaign: str, slug: str, version: int) -> Response:
    desk().audio.library.ask_for_wav(person(), campaign, slug, version)
    return redirect(url_for("recording_page.show", campaign=campaign, slug=slug, ban=version, _anchor="tai"), 303)


def _view(campaign: str, slug: str, version: int | None) -> RecordingView:
    return desk().audio.library.recording(person(), campaign, slug, version)


def _asked_version() -> int | None:
    text = request.args.get("ban", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise NotFound("Không có mục nào mang mã «{value}».", value=text[:40])
    return int(text)


def _back(campaign: str, slug: str, version: int) -> Response:
    return redirect(url_for("recording_page.show", campaign=campaign, slug=slug, ban=version), 303)


def _page(view: RecordingView, sent: MakingForm | None = None) -> str:
    shown, work = view.shown, view.work
    report, played = view.sound.report if view.sound else None, shown.out(PLAYED)
    return render_template(
        "pages/recording/show.html",
        view=view,
        shown=shown,
        played=played,
        heard=_to_listen(view.downloads),
        downloads=sorted(view.downloads, key=lambda one: one.output is not Output.MP3),
        busy=bool(work and work.open and shown.state is RecordingState.DRAFT),
        trouble=work.trouble if work and work.state is WorkState.REFUSED and not shown.sha256 else "",
        report=report,
        wav=view.wav if view.wav and not shown.out(Output.WAV) else None,
        may_ask=_may_ask_for_wav(shown),
        picture=picture_in(report) if report else None,
        made=picture_of(played.length, view.shape) if played and view.shape else None,
        match=match_of(shown, report),
        form=_form(view, sent),
        sent=sent is not None,
        paper=_on_paper(view, shown),
        sound_words=sound_words,
        of_a_commune=person().role in OF_A_COMMUNE,
        makes=person().may(Action.RECORD),
    )


def _may_ask_for_wav(shown: Recording) -> bool:
    works_here = person().may(Action.RECORD) or person().may(Action.APPROVE_RECORDINGS)
    return works_here and bool(shown.sha256 and shown.source) and not shown.out(Output.WAV)


def _form(view: RecordingView, sent: MakingForm | None) -> MakingForm | None:
    """Only the newest version is made again: it may be a draft, and then it is this one that changes."""
    if sent or not view.steps.edit or view.shown != view.versions[0]:
        return sent
    form = MakingForm(formdata=None, data=filled_from(view.shown))
    return form.offer(view.shown.recipe or Recipe(), view.shown.language)


def _to_listen(downloads: tuple[Download, ...]) -> Download | None:
    """Every phone plays MP3; not every one plays Opus."""
    return next((one for one in downloads if one.output is Output.MP3), downloads[0] if downloads else None)


def _on_paper(view: RecordingView, shown: Recording) -> str:
    """The document in which a version that came with the plan was approved."""
    plan = next((one for one in view.campaign.plan.recordings if one.sha256 == shown.sha256), None)
    return plan.approved_in if plan and not shown.source else ""
