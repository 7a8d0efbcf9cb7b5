"""Measures of frequency, dispersion, diversity and agreement: pure functions, each with its formula and source.

Numbers or numpy arrays go in, the same shape comes out. A case without an answer raises `Undefined` with the reason.
"""

from ..errors import Undefined as Undefined
from .agreement import alpha, f1, f1_range, kappa, precision, recall
from .dispersion import dp, dp_ceiling, dp_floor, dp_norm, dp_rescaled
from .diversity import mattr, mtld
from .effects import log_likelihood, log_ratio
from .intervals import (
    FEW_PARTS,
    design_effect,
    design_effect_of_sums,
    rate_interval,
    ratio_interval,
    t_quantile,
    wilson,
)

__all__ = [
    "FEW_PARTS",
    "alpha",
    "design_effect",
    "design_effect_of_sums",
    "dp",
    "dp_ceiling",
    "dp_floor",
    "dp_norm",
    "dp_rescaled",
    "f1",
    "f1_range",
    "kappa",
    "log_likelihood",
    "log_ratio",
    "mattr",
    "mtld",
    "precision",
    "rate_interval",
    "ratio_interval",
    "recall",
    "t_quantile",
    "wilson",
]
