"""What the command line says of notices: as JSON with keys that do not change, and in a few lines. Never a number."""

from datetime import datetime, time, timedelta
from typing import Any

from outreach.domain.calendar import local
from outreach.domain.deliveries import DeliveryState
from outreach.domain.feasibility import Verdict
from outreach.domain.messages import Medium
from outreach.domain.notices import Notice, NoticeState, Recipient, Snapshot
from outreach.services.appraising import Appraisal
from outreach.services.standing import NoticeStanding

NOTICE_WORDS = {
    NoticeState.DRAFT: "bản nháp",
    NoticeState.SUBMITTED: "chờ người thứ hai duyệt",
    NoticeState.APPROVED: "đã duyệt",
    NoticeState.PAUSED: "tạm dừng",
    NoticeState.CANCELLED: "đã hủy",
    NoticeState.FINISHED: "đã kết thúc",
}
DELIVERY_WORDS = {
    DeliveryState.WAITING: "chờ gửi",
    DeliveryState.SENDING: "đang gửi",
    DeliveryState.UNKNOWN: "chưa rõ kết quả",
    DeliveryState.IN_DOUBT: "cần người xác minh",
    DeliveryState.ACCEPTED: "nhà mạng đã nhận",
    DeliveryState.DELIVERED: "đã tới máy",
    DeliveryState.UNDELIVERED: "không tới máy",
    DeliveryState.REFUSED: "bị từ chối",
    DeliveryState.EXPIRED: "quá hạn",
    DeliveryState.CANCELLED: "đã hủy",
    DeliveryState.SUPPRESSED: "khách không nhận tin",
    DeliveryState.UNREACHABLE: "không có số di động",
    DeliveryState.TOLD: "đã báo tận nơi",
}
VERDICT_WORDS = {
    Verdict.FITS: "kịp hạn",
    Verdict.TIGHT: "chỉ kịp nếu ít người phải chuyển sang kênh sau",
    Verdict.TOO_LATE: "KHÔNG kịp hạn",
}
MEDIUM_WORDS = {Medium.ZALO: "Zalo", Medium.SMS: "SMS"}


def money(vnd: int) -> str:
    return f"{vnd:,}".replace(",", ".") + " đ"


def clock_text(at: datetime) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}"


def end_text(at: datetime) -> str:
    """When a day ends with it, that day."""
    if local(at).time() == time(0):
        return f"hết ngày {local(at) - timedelta(days=1):%d/%m/%Y}"
    return clock_text(at)


def _iso(at: datetime | None) -> str | None:
    return local(at).isoformat() if at else None


def notice_record(notice: Notice) -> dict[str, Any]:
    content = notice.content
    return {
        "slug": notice.slug,
        "campaign": notice.campaign,
        "title": content.title,
        "state": notice.state.value,
        "hold": notice.hold,
        "version": notice.version,
        "message_class": content.message_class.value,
        "route": [medium.value for medium in content.route],
        "starts_at": _iso(content.starts_at),
        "expires_at": _iso(content.expires_at),
        "by": notice.by,
        "approved_by": notice.approved_by,
        "approved_at": _iso(notice.approved_at),
        "snapshot": _snapshot_record(notice.snapshot) if notice.snapshot else None,
    }


def _snapshot_record(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "version": snapshot.version,
        "content_sha256": snapshot.content_sha256,
        "list_sha256": snapshot.list_sha256,
        "people": snapshot.people,
        "unreachable": snapshot.unreachable,
        "parts": snapshot.parts,
        "price_vnd": snapshot.price,
        "ceiling_vnd": snapshot.ceiling,
        "by": snapshot.by,
        "at": _iso(snapshot.at),
    }


def price_record(slug: str, seen: Appraisal) -> dict[str, Any]:
    return {
        "slug": slug,
        "people": seen.people,
        "unreachable": seen.unreachable,
        "refusing": seen.refusing,
        "parts": seen.parts,
        "price_vnd": seen.price,
        "ceiling_vnd": seen.ceiling,
        "list_sha256": seen.list_sha256,
        "verdict": seen.feasibility.verdict.value,
        "finish_at": _iso(seen.feasibility.finish),
        "at_worst": _iso(seen.feasibility.at_worst),
        "longest": _text_record(seen.longest) if seen.longest else None,
        "first": [_text_record(one) for one in seen.first],
    }


def _text_record(one: Recipient) -> dict[str, Any]:
    return {"code": one.code, "text": one.text, "parts": one.parts}


def standing_record(standing: NoticeStanding) -> dict[str, Any]:
    return {
        **notice_record(standing.notice),
        "people": standing.people,
        "open": standing.open,
        "unreached": standing.unreached,
        "counts": {state.value: standing.counts.get(state, 0) for state in DeliveryState},
        "reasons": [
            {"state": state.value, "reason": reason, "count": count} for state, reason, count in standing.reasons
        ],
        "parts": standing.parts,
        "cost_vnd": standing.cost,
        "waits_until": _iso(standing.waits_until),
    }


def notice_line(notice: Notice) -> str:
    state = NOTICE_WORDS[notice.state] + (f", bị giữ lại: {notice.hold}" if notice.hold else "")
    return f"{notice.slug} (bản {notice.version}, {state}): {notice.content.title}"


def snapshot_lines(notice: Notice) -> list[str]:
    """What the second person says yes to."""
    content, snapshot = notice.content, notice.snapshot
    lines = [
        notice_line(notice),
        f"  nội dung: {content.text}",
        f"  kênh: {_route(content.route)}; từ {clock_text(content.starts_at)} đến {end_text(content.expires_at)}, "
        f"mỗi ngày {content.opens:%H:%M}–{content.closes:%H:%M}",
    ]
    if snapshot:
        lines += [
            f"  người nhận: {snapshot.people}, trong đó {snapshot.unreachable} không có số di động",
            f"  {_price(snapshot.price, snapshot.ceiling, snapshot.parts)}",
            f"  trình bởi {snapshot.by} lúc {clock_text(snapshot.at)}; mã danh sách {snapshot.list_sha256[:12]}",
        ]
    return lines


def _route(route: tuple[Medium, ...]) -> str:
    return ", rồi ".join(MEDIUM_WORDS[medium] for medium in route)


def _price(price: int, ceiling: int, parts: int) -> str:
    return f"giá trước thuế: {money(price)}, nhiều nhất {money(ceiling)} ({parts} phần SMS)"


def price_lines(seen: Appraisal) -> list[str]:
    finish = seen.feasibility.finish
    lines = [
        f"người nhận: {seen.people}, trong đó {seen.unreachable} không có số di động",
        f"trong danh sách đã từ chối nhận tin: {seen.refusing}",
        _price(seen.price, seen.ceiling, seen.parts),
        VERDICT_WORDS[seen.feasibility.verdict] + (f", xong khoảng {clock_text(finish)}" if finish else ""),
    ]
    if seen.longest:
        lines.append(f"tin dài nhất ({seen.longest.parts} phần): {seen.longest.text}")
    return lines


def standing_lines(standing: NoticeStanding) -> list[str]:
    lines = [notice_line(standing.notice)]
    figures = [
        f"{DELIVERY_WORDS[state]} {standing.counts[state]}" for state in DeliveryState if state in standing.counts
    ]
    if figures:
        lines.append(f"  {standing.people} người: {', '.join(figures)}")
        told = standing.counts.get(DeliveryState.DELIVERED, 0) + standing.counts.get(DeliveryState.TOLD, 0)
        lines.append(f"  chắc chắn đã được báo: {told}; cần gọi hoặc gặp: {standing.unreached}")
        lines.append(f"  nhà mạng đã nhận {standing.parts} phần")
    if standing.waits_until:
        lines.append(f"  ngoài giờ được gửi: chờ đến {clock_text(standing.waits_until)}")
    return lines
