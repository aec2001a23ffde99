"""Scores corrected for severity: what each file would have got from the whole panel. Arrays in, arrays out.

Model. Review r of file i by reviewer j gives the score

    y = f[i] + b[j] + e,        b[j] ~ N(0, σ_b²),   e ~ N(0, σ_e²),   all independent

f are fixed (one per file), b are random: the severity of each reviewer, shrunk towards zero by the ridge
λ = σ_e² / σ_b². This is a linear mixed model with two crossed factors; f and b solve Henderson's equations
(C. R. Henderson, “Best linear unbiased estimation and prediction under a selection model”, Biometrics 31,
1975; G. K. Robinson, “That BLUP is a good thing”, Statistical Science 6, 1991):

    S b = Zᵀ (y − ȳ of the file),   S = Zᵀ M Z + λ I,   M = I − X (XᵀX)⁻¹ Xᵀ
    f[i] = mean over the reviews of file i of (y − b[j])

X and Z being the incidence of files and of reviewers. The b sum to zero by construction: they are relative
to the panel, and f[i] is read as the mean score of the whole panel on file i.

λ is estimated from the data unless given: restricted maximum likelihood (H. D. Patterson and R. Thompson,
“Recovery of inter-block information when block sizes are unequal”, Biometrika 58, 1971), which here is a
function of λ alone, computed exactly from the eigenvalues of Zᵀ M Z.

Interval. With w[i] the shares of file i's reviews by reviewer and u = 1/m, the error of
f[i] + mean(b) has the variance σ_e² (1/n[i] + (w[i] − u)ᵀ S⁻¹ (w[i] − u)) (prediction error variance); the
half-width is Student's quantile times its root. What is not in it: the doubt on λ itself, and reviewers
whose severity changes with the file.

A calibrated score compares two files through chains of reviewers who share files. Without a chain only the
ridge would compare them, so a review graph in several pieces is refused, and the pieces are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
import scipy  # its parts come when they are used: most processes never do
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

CONFIDENCE = 0.9
# Where λ is looked for: between reviewers who explain everything and reviewers who explain nothing.
RIDGE_BOUNDS = (1e-4, 1e6)


class Refusal(Enum):
    """Why there is no calibrated score."""

    NO_REVIEW = "no_review"
    ONE_REVIEWER = "one_reviewer"  # nobody to compare with
    TOO_FEW = "too_few"  # no file read twice, or no review left to estimate the noise
    DISCONNECTED = "disconnected"


class NotCalibrated(Exception):
    """``reason`` says why; ``pieces`` the connected parts of the review graph, the largest first, each as
    (files, reviewers) in the numbers given to ``calibrate``."""

    def __init__(self, reason: Refusal, pieces: tuple[tuple[IntArray, IntArray], ...] = ()) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.pieces = pieces


@dataclass(frozen=True)
class Calibration:
    """In the unit of the given scores. Arrays follow ``files`` (F) and ``reviewers`` (R), both sorted.

    Attributes:
        scores, low, high: (F,) the calibrated score and its interval.
        raw, spread, counts: (F,) raw mean, standard deviation between reviews (nan for one), reviews.
        reviewer_counts: (R,) reviews.
        effects, effect_errors: (R,) how much higher than the panel the reviewer scores, and its standard
            error.
        ridge, noise, severity: λ, σ_e and σ_b.
        degrees: of freedom left for the noise.
    """

    files: IntArray
    scores: FloatArray
    low: FloatArray
    high: FloatArray
    raw: FloatArray
    spread: FloatArray
    counts: IntArray
    reviewers: IntArray
    reviewer_counts: IntArray
    effects: FloatArray
    effect_errors: FloatArray
    ridge: float
    noise: float
    severity: float
    degrees: float
    confidence: float


def calibrate(
    files: IntArray,
    reviewers: IntArray,
    scores: FloatArray,
    *,
    ridge: float | None = None,
    confidence: float = CONFIDENCE,
) -> Calibration:
    """Calibrates N reviews: whole numbers that name files and reviewers, and scores, each (N,).

    Costs about R³ + N operations: 30,000 reviews by 1,000 reviewers take under a second (``make bench``,
    ``programmes.calibration_30000``).

    Args:
        ridge: λ > 0; estimated when not given.

    Raises:
        NotCalibrated: see ``Refusal``.
        ValueError: arrays of different lengths, a score that is not a number, a λ that is not positive.
    """
    if not len(files) == len(reviewers) == len(scores):
        raise ValueError("files, reviewers and scores go together")
    if not np.isfinite(scores).all():
        raise ValueError("a score is a number")
    if ridge is not None and not ridge > 0:
        raise ValueError("the ridge is positive")
    file_keys, file_of = np.unique(files, return_inverse=True)
    reviewer_keys, reviewer_of = np.unique(reviewers, return_inverse=True)
    n, m, reviews = len(file_keys), len(reviewer_keys), len(scores)
    _check(file_keys, file_of, reviewer_keys, reviewer_of)

    ones = np.ones(reviews)
    counts = np.bincount(file_of, minlength=n)
    seen = scipy.sparse.csr_array((ones, (file_of, reviewer_of)), shape=(n, m))
    shares = scipy.sparse.csr_array(scipy.sparse.diags_array(1 / counts) @ seen)
    raw = np.bincount(file_of, scores, minlength=n) / counts
    apart = scores - raw[file_of]
    within = np.diag(np.bincount(reviewer_of, minlength=m).astype(float)) - (seen.T @ shares).toarray()
    pull = np.bincount(reviewer_of, apart, minlength=m)
    residual = float(apart @ apart)

    values, vectors = scipy.linalg.eigh(within, driver="evd")
    values = np.maximum(values, 0)
    if ridge is None:
        ridge = _estimate(values, (vectors.T @ pull) ** 2, residual, reviews - n)
    inverse = (vectors / (values + ridge)) @ vectors.T
    effects = inverse @ pull
    calibrated = raw - shares @ effects
    variance = max(residual - float(pull @ effects), 0.0) / (reviews - n)
    # Against the mean of the panel, on both sides: the matrix of (w − u)ᵀ S⁻¹ (w − u).
    centred = inverse - inverse.mean(axis=0) - inverse.mean(axis=1)[:, None] + inverse.mean()
    error = np.sqrt(variance * (1 / counts + _quadratic(centred, file_of, reviewer_of, counts)))
    # What reviewers really explain: between 0 (an infinite ridge) and m - 1.
    explained = float((values / (values + ridge)).sum())
    degrees = max(reviews - n - explained, 1.0)
    half = float(scipy.special.stdtrit(degrees, (1 + confidence) / 2)) * error
    squares = np.bincount(file_of, apart**2, minlength=n)
    return Calibration(
        files=file_keys,
        scores=calibrated,
        low=calibrated - half,
        high=calibrated + half,
        raw=raw,
        spread=np.where(counts > 1, np.sqrt(squares / np.maximum(counts - 1, 1)), np.nan),
        counts=counts,
        reviewers=reviewer_keys,
        reviewer_counts=np.bincount(reviewer_of, minlength=m),
        effects=effects,
        effect_errors=np.sqrt(np.maximum(variance * np.diag(centred), 0)),
        ridge=ridge,
        noise=float(np.sqrt(variance)),
        severity=float(np.sqrt(variance / ridge)),
        degrees=degrees,
        confidence=confidence,
    )


def _check(file_keys: IntArray, file_of: IntArray, reviewer_keys: IntArray, reviewer_of: IntArray) -> None:
    n, m = len(file_keys), len(reviewer_keys)
    if not n:
        raise NotCalibrated(Refusal.NO_REVIEW)
    if m == 1:
        raise NotCalibrated(Refusal.ONE_REVIEWER)
    if len(file_of) <= n:
        raise NotCalibrated(Refusal.TOO_FEW)
    graph = scipy.sparse.coo_array((np.ones(len(file_of)), (file_of, n + reviewer_of)), shape=(n + m, n + m))
    number, piece = scipy.sparse.csgraph.connected_components(graph, directed=False)
    if number > 1:
        pieces = [
            (file_keys[piece[:n] == each], reviewer_keys[piece[n:] == each])
            for each in np.argsort(-np.bincount(piece[:n], minlength=number), kind="stable")
        ]
        raise NotCalibrated(Refusal.DISCONNECTED, tuple(pieces))
    # A tree of reviews fits any scores: nothing would tell severity from noise.
    if len(file_of) < n + m:
        raise NotCalibrated(Refusal.TOO_FEW)


def _quadratic(matrix: FloatArray, file_of: IntArray, reviewer_of: IntArray, counts: IntArray) -> FloatArray:
    """(F,) wᵀ A w for the shares w of each file: a sum over the pairs of reviews of that file only."""
    reviews, n = len(file_of), len(counts)
    of_file = scipy.sparse.csr_array((np.ones(reviews), (np.arange(reviews), file_of)), shape=(reviews, n))
    pairs = scipy.sparse.coo_array(of_file @ of_file.T)
    terms = matrix[reviewer_of[pairs.row], reviewer_of[pairs.col]]
    sums = np.bincount(file_of[pairs.row], weights=terms, minlength=n)
    return np.asarray(sums / counts.astype(float) ** 2, dtype=np.float64)


def _estimate(values: FloatArray, squares: FloatArray, residual: float, degrees: int) -> float:
    """The λ of the greatest restricted likelihood, σ_e² being at its best for each λ.

    −2 log L(λ) = degrees · log σ_e²(λ) + Σ log(1 + d/λ), with d (``values``) the eigenvalues of Zᵀ M Z, q²
    (``squares``) the squared coordinates of Zᵀ M y on its eigenvectors, and
    degrees · σ_e²(λ) = residual − Σ q² / (d + λ).
    """

    def twice_minus_log_likelihood(log_ridge: float) -> float:
        ridge = np.exp(log_ridge)
        left = max(residual - float((squares / (values + ridge)).sum()), 1e-12 * max(residual, 1e-12))
        return float(degrees * np.log(left / degrees) + np.log1p(values / ridge).sum())

    low, high = np.log(RIDGE_BOUNDS[0]), np.log(RIDGE_BOUNDS[1])
    # Two hills are possible: look everywhere first, then near the best.
    grid = np.linspace(low, high, 24)
    best = int(np.argmin([twice_minus_log_likelihood(each) for each in grid]))
    bounds = (grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)])
    return float(
        np.exp(scipy.optimize.minimize_scalar(twice_minus_log_likelihood, bounds=bounds, method="bounded").x)
    )


# --- The cut-off --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class CutOff:
    """Around the last place. ``line``: half-way between the last score inside and the first outside.

    ``unsure``: (F,) files whose interval holds the line: the scores alone do not say on which side they are.
    ``inside``, ``raw_inside``: (F,) files within the places by calibrated score, and by raw mean.
    """

    line: float
    inside: NDArray[np.bool_]
    raw_inside: NDArray[np.bool_]
    unsure: NDArray[np.bool_]

    @property
    def changed(self) -> NDArray[np.bool_]:
        """Files that the calibration moves from one side to the other."""
        return np.asarray(self.inside != self.raw_inside)


def cut_off(found: Calibration, places: int) -> CutOff | None:
    """Where the places end; None when every file has one, or none does."""
    if not 0 < places < len(found.scores):
        return None
    order = np.argsort(-found.scores, kind="stable")
    line = float(found.scores[order[places - 1]] + found.scores[order[places]]) / 2
    return CutOff(
        line=line,
        inside=_first(found.scores, places),
        raw_inside=_first(found.raw, places),
        unsure=(found.low <= line) & (line <= found.high),
    )


def _first(scores: FloatArray, places: int) -> NDArray[np.bool_]:
    inside = np.zeros(len(scores), dtype=bool)
    inside[np.argsort(-scores, kind="stable")[:places]] = True
    return inside
