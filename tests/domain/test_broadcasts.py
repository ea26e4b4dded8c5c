"""What evidence amounts to: blind to order and repetition, and never green without enough of it."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.broadcasts import BroadcastState, Evidence, EvidenceKind, Rule, judge_evidence

CLUSTERS = ("Cụm 1", "Cụm 2", "Cụm 3")
RULE = Rule(CLUSTERS, (), cluster_share=0.6, whole=0.95, accepts=("E2", "M0"), content_sha256="a" * 64)
AT = datetime(2023, 11, 6, 22, 40, tzinfo=UTC)


def row(kind: EvidenceKind, key: str = "", by: str = "canbo", **more: Any) -> Evidence:
    base = Evidence(key or f"{kind}:{by}", "b", kind, by, AT + timedelta(hours=1))
    return replace(base, **more)


def play(share: float | None, clusters: tuple[str, ...], by: str = "may-1", **more: Any) -> Evidence:
    values: dict[str, Any] = {"grade": "E2", "happened_at": AT, "content_sha256": "a" * 64, **more}
    return row(EvidenceKind.ENDED, by=by, share=share, clusters=clusters, **values)


def statement(share: float | None = 1.0, clusters: tuple[str, ...] = CLUSTERS, **more: Any) -> Evidence:
    values: dict[str, Any] = {"grade": "M0", "happened_at": AT, **more}
    return row(EvidenceKind.STATEMENT, share=share, clusters=clusters, **values)


def test_no_evidence_says_nothing() -> None:
    assert judge_evidence([], RULE).state is None


def test_a_delivered_schedule_is_not_a_play() -> None:
    verdict = judge_evidence([row(EvidenceKind.DELIVERED, clusters=CLUSTERS, grade="E1")], RULE)
    assert (verdict.state, verdict.counts) == (BroadcastState.DELIVERED, False)


def test_a_whole_play_on_enough_clusters_counts_from_the_moment_it_began() -> None:
    verdict = judge_evidence([play(0.99, CLUSTERS[:2])], RULE)
    assert (verdict.state, verdict.counts, verdict.played_at, verdict.covered) == (BroadcastState.PLAYED, True, AT, 2)


@pytest.mark.parametrize(("share", "state"), [(0.95, BroadcastState.PLAYED), (0.949, BroadcastState.INTERRUPTED)])
def test_below_95_percent_is_not_a_play(share: float, state: BroadcastState) -> None:
    verdict = judge_evidence([play(share, CLUSTERS)], RULE)
    assert (verdict.state, verdict.counts) == (state, state is BroadcastState.PLAYED)


def test_one_play_on_too_few_clusters_is_not_the_communes_play() -> None:
    rows = [play(1.0, CLUSTERS[:1], by="may-1"), row(EvidenceKind.SKIPPED, by="may-2", clusters=CLUSTERS[1:])]
    assert judge_evidence(rows, RULE).state is BroadcastState.INTERRUPTED


def test_while_another_node_may_still_report_the_end_is_not_known() -> None:
    assert judge_evidence([play(1.0, CLUSTERS[:1], by="may-1")], RULE).state is BroadcastState.PLAYING


def test_nodes_together_cover_the_commune() -> None:
    rows = [play(1.0, CLUSTERS[:1], by="may-1"), play(1.0, CLUSTERS[1:2], by="may-2")]
    assert judge_evidence(rows, RULE).state is BroadcastState.PLAYED


def test_another_sound_than_the_approved_one_does_not_count() -> None:
    assert not judge_evidence([play(1.0, CLUSTERS, content_sha256="b" * 64)], RULE).counts


def test_a_statement_counts_until_it_is_corrected() -> None:
    said = statement(key="one")
    assert judge_evidence([said], RULE).counts
    corrected = row(EvidenceKind.NOT_PLAYED, key="two", corrects="one")
    assert judge_evidence([said, corrected], RULE).state is BroadcastState.MISSED


def test_a_statement_of_an_interrupted_play_does_not_count() -> None:
    assert judge_evidence([statement(share=None)], RULE).state is BroadcastState.INTERRUPTED


def test_a_late_statement_outweighs_the_silence_before_it() -> None:
    silence = row(EvidenceKind.UNCONFIRMED, by="system")
    assert judge_evidence([silence], RULE).state is BroadcastState.MISSED
    assert judge_evidence([silence, statement()], RULE).state is BroadcastState.PLAYED


def test_a_second_person_lifts_the_grade() -> None:
    said = statement(key="one")
    rows = [said, row(EvidenceKind.COUNTERSIGN, by="lanhdao", vouches="one")]
    assert judge_evidence(rows, RULE).grade == "M3"
    assert judge_evidence(rows[:1], RULE).grade == "M0"
    assert judge_evidence(rows[1:], RULE).state is None


def test_a_second_person_vouches_for_these_words_and_no_others() -> None:
    vouched = row(EvidenceKind.COUNTERSIGN, by="lanhdao", vouches="one")
    said_anew = statement(key="two", corrects="one")
    assert judge_evidence([statement(key="one"), vouched, said_anew], RULE).grade == "M0"


def test_a_strong_proof_of_few_clusters_lends_nothing_to_a_weak_one_of_many() -> None:
    strict = replace(RULE, accepts=("E2", "M1"))
    assert not judge_evidence([play(1.0, CLUSTERS[:1]), statement()], strict).counts


def test_more_evidence_never_takes_away_what_counted() -> None:
    choosy = replace(RULE, accepts=("E3", "M0"))
    assert judge_evidence([statement()], choosy).counts
    assert judge_evidence([statement(), play(1.0, CLUSTERS)], choosy).counts


def test_at_a_mixed_station_silence_of_people_says_nothing_of_the_node() -> None:
    mixed = replace(RULE, by_hand=CLUSTERS[:1])
    silence = row(EvidenceKind.UNCONFIRMED, by="system", clusters=CLUSTERS[:1])
    delivered = row(EvidenceKind.DELIVERED, by="may-1", clusters=CLUSTERS[1:])
    assert judge_evidence([silence, delivered], mixed).state is BroadcastState.DELIVERED
    assert judge_evidence([silence, delivered, play(1.0, CLUSTERS[1:])], mixed).counts


def test_a_plan_that_wants_more_evidence_is_not_content_with_less() -> None:
    strict = replace(RULE, accepts=("E2", "M1"))
    assert judge_evidence([statement()], strict).counts is False
    assert judge_evidence([statement(grade="M1")], strict).counts is True


def test_a_cancelled_broadcast_that_was_played_all_the_same_was_played() -> None:
    cancelled = row(EvidenceKind.CANCELLED)
    assert judge_evidence([cancelled], RULE).state is BroadcastState.CANCELLED
    assert judge_evidence([cancelled, play(1.0, CLUSTERS)], RULE).state is BroadcastState.PLAYED


def _rows() -> st.SearchStrategy[list[Evidence]]:
    shares = st.sampled_from([None, 0.0, 0.5, 0.95, 1.0])
    clusters = st.lists(st.sampled_from(CLUSTERS), unique=True).map(tuple)
    keys = st.sampled_from([f"k{number}" for number in range(8)])
    one = st.builds(
        lambda kind, key, share, where, corrects: row(
            kind, key=key, share=share, clusters=where, grade="M0", happened_at=AT, corrects=corrects
        ),
        st.sampled_from(list(EvidenceKind)),
        keys,
        shares,
        clusters,
        st.sampled_from(["", "", "", "k1", "k2"]),
    )
    return st.lists(one, max_size=7, unique_by=lambda evidence: evidence.key)


@given(_rows(), st.randoms())
def test_order_and_repetition_of_evidence_change_nothing(rows: list[Evidence], chance: random.Random) -> None:
    shuffled = [*rows, *chance.choices(rows, k=3)] if rows else []
    chance.shuffle(shuffled)
    assert judge_evidence(shuffled, RULE) == judge_evidence(rows, RULE)


@given(_rows())
def test_nothing_counts_without_a_whole_play_on_enough_clusters(rows: list[Evidence]) -> None:
    verdict = judge_evidence(rows, RULE)
    if verdict.counts:
        whole = [r for r in rows if r.kind in (EvidenceKind.ENDED, EvidenceKind.STATEMENT) and (r.share or 0) >= 0.95]
        assert verdict.state is BroadcastState.PLAYED
        assert len({cluster for r in whole for cluster in r.clusters}) >= 2
