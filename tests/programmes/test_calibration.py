"""Calibrated scores: planted effects are found, intervals hold, the algebra is that of the plain matrices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from maillage.programmes.calibration import NotCalibrated, Refusal, calibrate, cut_off


@dataclass(frozen=True)
class Panel:
    """Reviews made from known merits and severities."""

    merits: np.ndarray
    severities: np.ndarray
    files: np.ndarray
    reviewers: np.ndarray
    scores: np.ndarray

    @property
    def truth(self) -> np.ndarray:
        """What the whole panel would have given on average."""
        return self.merits + self.severities.mean()


def panel(seed: int, files: int = 60, reviewers: int = 8, each: int = 3, noise: float = 8.0) -> Panel:
    rng = np.random.default_rng(seed)
    merits, severities = rng.normal(60, 10, files), rng.normal(0, 6, reviewers)
    chosen = np.array([rng.permutation(reviewers)[:each] for _ in range(files)]).ravel()
    file_of = np.repeat(np.arange(files), each)
    scores = merits[file_of] + severities[chosen] + rng.normal(0, noise, files * each)
    return Panel(merits, severities, file_of, chosen, scores)


def test_planted_effects_are_found_when_there_is_no_noise() -> None:
    made = panel(1, noise=0.0)
    found = calibrate(made.files, made.reviewers, made.scores)
    assert found.effects == pytest.approx(made.severities - made.severities.mean(), abs=0.01)
    assert found.scores == pytest.approx(made.truth, abs=0.01)


def test_components_of_variance_are_found() -> None:
    made = panel(2, files=2000, reviewers=200)
    found = calibrate(made.files, made.reviewers, made.scores)
    assert found.noise == pytest.approx(8, rel=0.05)
    assert found.severity == pytest.approx(6, rel=0.2)


def test_calibrated_scores_are_nearer_to_the_truth_than_raw_means() -> None:
    made = panel(3, files=400, reviewers=40)
    found = calibrate(made.files, made.reviewers, made.scores)
    assert np.square(found.scores - made.truth).mean() < 0.85 * np.square(found.raw - made.truth).mean()


def test_nine_intervals_in_ten_hold_the_truth() -> None:
    held = []
    for seed in range(60):
        made = panel(seed)
        found = calibrate(made.files, made.reviewers, made.scores, confidence=0.9)
        held.append(np.mean((found.low <= made.truth) & (made.truth <= found.high)))
    # 3,600 intervals, alike within a panel: the mean moves by less than 0.01.
    assert np.mean(held) == pytest.approx(0.9, abs=0.03)


def test_estimates_and_errors_are_those_of_the_plain_equations() -> None:
    """Generalised least squares and Henderson's matrix inverted whole, on a small panel."""
    made = panel(4, files=12, reviewers=5)
    ridge = 1.7
    found = calibrate(made.files, made.reviewers, made.scores, ridge=ridge)
    n, m, reviews = 12, 5, len(made.scores)
    x, z = np.eye(n)[made.files], np.eye(m)[made.reviewers]
    covariance = np.linalg.inv(np.eye(reviews) + z @ z.T / ridge)
    merits = np.linalg.solve(x.T @ covariance @ x, x.T @ covariance @ made.scores)
    assert found.scores == pytest.approx(merits)
    assert found.effects == pytest.approx(z.T @ covariance @ (made.scores - x @ merits) / ridge)
    left = made.scores - x @ merits
    variance = left @ covariance @ left / (reviews - n)
    assert found.noise**2 == pytest.approx(variance)
    inverse = np.linalg.inv(np.block([[x.T @ x, x.T @ z], [z.T @ x, z.T @ z + ridge * np.eye(m)]]))
    panel_mean = np.hstack([np.eye(n), np.full((n, m), 1 / m)])
    errors = np.sqrt(variance * np.diag(panel_mean @ inverse @ panel_mean.T))
    half = (found.high - found.low) / 2
    assert half / half[0] == pytest.approx(errors / errors[0])
    assert 1.64 < half[0] / errors[0] < 1.8  # Student's quantile on some twenty degrees of freedom


def test_the_ridge_is_that_of_the_greatest_restricted_likelihood() -> None:
    made = panel(5, files=30, reviewers=6)
    x, z = np.eye(30)[made.files], np.eye(6)[made.reviewers]

    def likelihood(ridge: float) -> float:
        covariance = np.eye(len(made.scores)) + z @ z.T / ridge
        inner = x.T @ np.linalg.solve(covariance, x)
        left = made.scores - x @ np.linalg.solve(inner, x.T @ np.linalg.solve(covariance, made.scores))
        degrees = len(made.scores) - 30
        variance = left @ np.linalg.solve(covariance, left) / degrees
        logs = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(inner)[1] + degrees * np.log(variance)
        return float(-logs / 2)

    found = calibrate(made.files, made.reviewers, made.scores).ridge
    assert all(likelihood(found) >= likelihood(found * factor) for factor in (0.5, 0.9, 1.1, 2))


def test_a_constant_given_to_everybody_moves_every_score_and_nothing_else() -> None:
    made = panel(6)
    before = calibrate(made.files, made.reviewers, made.scores)
    after = calibrate(made.files, made.reviewers, made.scores + 7)
    assert after.scores == pytest.approx(before.scores + 7)
    assert after.high - after.low == pytest.approx(before.high - before.low)
    assert after.effects == pytest.approx(before.effects)


def test_a_reviewer_who_adds_ten_points_everywhere_hardly_moves_the_comparison() -> None:
    made = panel(7, files=200, reviewers=20)
    harsher = made.scores - 10.0 * (made.reviewers == 0)
    before = calibrate(made.files, made.reviewers, made.scores)
    after = calibrate(made.files, made.reviewers, harsher)
    moved = np.abs((after.scores - after.scores.mean()) - (before.scores - before.scores.mean()))
    assert np.abs(after.raw - before.raw).max() == pytest.approx(10 / 3)
    assert moved.max() < 1


def test_the_order_and_the_names_of_reviews_do_not_count() -> None:
    made = panel(8)
    mixed = np.random.default_rng(0).permutation(len(made.scores))
    before = calibrate(made.files, made.reviewers, made.scores)
    after = calibrate(made.files[mixed] + 1000, made.reviewers[mixed] * 7, made.scores[mixed])
    assert after.scores == pytest.approx(before.scores)
    assert after.files.tolist() == (before.files + 1000).tolist()


def test_equal_scores_everywhere_are_calibrated_to_themselves() -> None:
    made = panel(9)
    found = calibrate(made.files, made.reviewers, np.full(len(made.scores), 50.0))
    assert found.scores == pytest.approx(50)
    assert found.high == pytest.approx(50)


def test_a_file_read_once_has_a_wider_interval_and_no_spread() -> None:
    made = panel(10, files=40, reviewers=6)
    files, reviewers = np.append(made.files, 40), np.append(made.reviewers, 0)
    found = calibrate(files, reviewers, np.append(made.scores, 60.0))
    widths = found.high - found.low
    assert widths[-1] > 1.4 * widths[:-1].max()
    assert np.isnan(found.spread[-1])
    assert found.counts[-1] == 1


def test_a_review_graph_in_two_pieces_is_refused_with_its_pieces() -> None:
    one, other = panel(11, files=20, reviewers=4), panel(12, files=10, reviewers=4)
    with pytest.raises(NotCalibrated) as refused:
        calibrate(
            np.concatenate([one.files, other.files + 100]),
            np.concatenate([one.reviewers, other.reviewers + 50]),
            np.concatenate([one.scores, other.scores]),
        )
    assert refused.value.reason == Refusal.DISCONNECTED
    assert [(len(files), reviewers.tolist()) for files, reviewers in refused.value.pieces] == [
        (20, [0, 1, 2, 3]),
        (10, [50, 51, 52, 53]),
    ]


def test_one_review_across_joins_the_two_pieces() -> None:
    one, other = panel(11, files=20, reviewers=4), panel(12, files=10, reviewers=4)
    found = calibrate(
        np.concatenate([one.files, other.files + 100, [0]]),
        np.concatenate([one.reviewers, other.reviewers + 50, [50]]),
        np.concatenate([one.scores, other.scores, [60.0]]),
    )
    assert len(found.scores) == 30


@pytest.mark.parametrize(
    ("files", "reviewers", "reason"),
    [
        ([], [], Refusal.NO_REVIEW),
        ([1, 2, 3], [1, 1, 1], Refusal.ONE_REVIEWER),
        ([1, 2, 3], [1, 2, 3], Refusal.TOO_FEW),
        ([1, 1, 2, 2], [1, 2, 2, 3], Refusal.TOO_FEW),
    ],
)
def test_too_little_is_refused_with_its_reason(
    files: list[int], reviewers: list[int], reason: Refusal
) -> None:
    with pytest.raises(NotCalibrated) as refused:
        calibrate(np.array(files, dtype=int), np.array(reviewers, dtype=int), np.zeros(len(files)))
    assert refused.value.reason == reason


def test_files_whose_interval_holds_the_line_are_unsure() -> None:
    # Three clear winners, two that nothing tells apart, three clear losers; everybody reads everything.
    merits = np.array([90.0, 88, 86, 60.2, 60.0, 30, 28, 26])
    rng = np.random.default_rng(0)
    files, reviewers = np.repeat(np.arange(8), 4), np.tile(np.arange(4), 8)
    scores = merits[files] + rng.normal(0, 2, 32)
    found = calibrate(files, reviewers, scores)
    cut = cut_off(found, places=4)
    assert cut is not None
    assert cut.unsure.tolist() == [False, False, False, True, True, False, False, False]
    assert cut.inside.sum() == cut.raw_inside.sum() == 4
    assert not cut.changed.any()  # everybody read everything: the calibration changes no rank
    assert cut_off(found, places=8) is None
    assert cut_off(found, places=0) is None


def test_a_file_read_by_the_severe_only_changes_sides() -> None:
    """Files 0 to 9 are equal; two severe reviewers read file 0, others read the rest and share files."""
    rng = np.random.default_rng(1)
    rows = [(file, reviewer) for file in range(1, 20) for reviewer in rng.permutation(6)[:3]]
    rows += [(0, 0), (0, 1)]
    files, reviewers = np.array(rows).T
    severity = np.array([-20.0, -20, 10, 10, 10, 10])
    merits = np.where(np.arange(20) == 0, 70.0, np.linspace(50, 69, 20))
    scores = merits[files] + severity[reviewers] + rng.normal(0, 0.5, len(files))
    found = calibrate(files, reviewers, scores)
    cut = cut_off(found, places=2)
    assert cut is not None
    assert cut.inside[0]
    assert not cut.raw_inside[0]
    assert cut.changed[0]


@pytest.mark.parametrize(
    ("scores", "ridge", "message"),
    [([1.0, np.nan], None, "number"), ([1.0], None, "together"), ([1.0, 2.0], 0.0, "positive")],
)
def test_bad_input_is_refused(scores: list[float], ridge: float | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        calibrate(np.array([1, 1]), np.array([1, 2]), np.array(scores), ridge=ridge)
