"""Lists of customers: brought in, checked while one watches, looked at, then put in or dropped."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response
from wtforms import FileField

from outreach.domain.customer_columns import FIELDS, REQUIRED
from outreach.domain.customer_ports import BUSY, Import, ImportState
from outreach.domain.errors import NotAllowed, NotFound
from outreach.domain.people import Action
from outreach.web.background import Background
from outreach.web.forms import DayField, WordsField, refuse
from outreach.web.guards import may, person
from outreach.web.house import desk

blueprint = Blueprint("customer_lists", __name__)
Page = str | tuple[str, int] | Response
SHOWN = 20
FIELD_WORDS = {
    "code": lazy_gettext("Mã khách hàng"),
    "name": lazy_gettext("Tên khách hàng"),
    "phone": lazy_gettext("Điện thoại"),
    "commune": lazy_gettext("Xã, thị trấn"),
    "hamlet": lazy_gettext("Thôn, bản"),
    "power_unit": lazy_gettext("Điện lực"),
    "reading_day": lazy_gettext("Ngày ghi chỉ số cũ"),
    "payment": lazy_gettext("Cách thanh toán"),
    "agreement": lazy_gettext("Thỏa thuận đổi ngày"),
}
COUNT_WORDS = {
    "new": lazy_gettext("Khách hàng mới"),
    "changed": lazy_gettext("Khách hàng có thay đổi"),
    "same": lazy_gettext("Khách hàng như cũ"),
    "prefix_2018": lazy_gettext("Số cũ 11 chữ số, đã đổi đầu số 2018"),
    "zero_lost": lazy_gettext("Số mất chữ số 0 ở đầu, đã thêm lại"),
    "landline_only": lazy_gettext("Chỉ có số cố định: phải gọi hoặc đến nhà"),
    "no_phone": lazy_gettext("Không có số nào: phải đến nhà"),
    "alike": lazy_gettext("Có thể trùng người: cùng tên, cùng thôn"),
}


class ListForm(FlaskForm):
    file = FileField()
    sheet = WordsField(most=100)
    day = DayField()


@blueprint.record_once
def _furnish(state: Any) -> None:
    state.app.extensions["outreach.background"] = Background()


def background() -> Background:
    found: Background = current_app.extensions["outreach.background"]
    return found


@blueprint.get("/khach-hang/danh-sach")
def index() -> str:
    _require()
    return _index(ListForm(formdata=None))


@blueprint.post("/khach-hang/danh-sach")
def upload() -> Page:
    """The file is put aside at once; it is checked in the background, while the page of the list tells how far."""
    _require()
    form = ListForm()
    valid, sent = form.validate(), form.file.data
    if not sent or not sent.filename:
        refuse(form.file, _("Chưa chọn tệp; chọn danh sách .xlsx hoặc .csv."))
    if not valid or form.file.errors:
        return _index(form), 400
    importing, importer = desk().importing, person()
    name = sent.filename.replace("\\", "/").rpartition("/")[2][-120:]
    one = importing.begin(name, importer.username, form.sheet.data, form.day.data, importer.place)
    sent.save(importing.upload(one))
    background().start(lambda: importing.check_upload(one))
    return redirect(url_for("customer_lists.show", id=one.id), 303)


@blueprint.get("/khach-hang/danh-sach/<code:id>")
def show(id: str) -> str:
    one = _found(id)
    importing = desk().importing
    return render_template(
        "pages/customer_lists/show.html",
        one=one,
        problems=list(importing.bad_rows(id, SHOWN)),
        busy=one.state in BUSY,
        stalled=importing.stalled(one),
        fields=FIELD_WORDS,
        required=REQUIRED,
        count_words=COUNT_WORDS,
    )


@blueprint.post("/khach-hang/danh-sach/<code:id>/cot")
def remap(id: str) -> Response:
    one, importing = _found(id), desk().importing
    mapping = {field: [named for named in request.form.getlist(field) if named] for field in FIELDS}
    begun = importing.begin_again(one.id)
    background().start(lambda: importing.check_upload(begun, mapping))
    return _back(id)


@blueprint.post("/khach-hang/danh-sach/<code:id>/nhap")
def apply(id: str) -> Response:
    one, importing = _found(id), desk().importing
    accepted = importing.accept(one.id, request.form.get("good_rows") == "1")
    background().start(lambda: importing.finish(accepted))
    return _back(id)


@blueprint.post("/khach-hang/danh-sach/<code:id>/bo")
def discard(id: str) -> Response:
    desk().importing.discard(_found(id).id)
    flash(_("Đã bỏ danh sách; không nhập dòng nào."))
    return redirect(url_for("customer_lists.index"), 303)


@blueprint.get("/khach-hang/danh-sach/<code:id>/dong-sai.xlsx")
def problem_book(id: str) -> Response:
    one = _found(id)
    if not one.counts.get("bad") or one.state is ImportState.DISCARDED:
        raise NotFound("Không có lần nhập «{id}».", id=id)
    name = f"dong-sai-{secure_filename(one.file).rpartition('.')[0] or one.id}.xlsx"
    return send_file(desk().importing.problem_book(id), as_attachment=True, download_name=name, max_age=0)


def _index(form: ListForm) -> str:
    lists = [one for one in desk().importing.latest(50) if _ours(one)][:SHOWN]
    return render_template("pages/customer_lists/index.html", form=form, lists=lists)


def _back(id: str) -> Response:
    return redirect(url_for("customer_lists.show", id=id), 303)


def _require() -> None:
    if not may(Action.MANAGE_CUSTOMERS):
        raise NotAllowed("Tài khoản {user} không có quyền làm việc này ở đây.", user=person().username)


def _ours(one: Import) -> bool:
    """Lists hold people's numbers: they are seen by who brought them, and by who may act everywhere."""
    return one.by == person().username or person().place is None


def _found(id: str) -> Import:
    _require()
    one = desk().importing.find(id)
    if not _ours(one):
        raise NotFound("Không có lần nhập «{id}».", id=id)
    return one
