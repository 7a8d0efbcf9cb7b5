"""Charts of the tables: a table in, a matplotlib `Axes` out, whose description in words serves as alt text.

The title says what was found. This is the list of them; each family has a module of its own.
"""

from .drawing import describe, image, save, vector
from .effect_charts import effects
from .rate_charts import by_document, rates, scores
from .stance_charts import pairs, stance_by_role, stance_by_turn
from .turn_charts import dispersion, turn_lengths
from .word_charts import rank_frequency, vocabulary_growth

__all__ = ["by_document", "describe", "dispersion", "effects", "image", "pairs", "rank_frequency", "rates", "save"]
__all__ += ["scores", "stance_by_role", "stance_by_turn", "turn_lengths", "vector", "vocabulary_growth"]
