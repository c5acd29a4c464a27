"""A table as the Office for National Statistics' own package protects it."""

import numpy as np
import pandas as pd
from cell_key_perturbation.create_perturbed_table import create_perturbed_table

from dashboard.disclosure import LEAST
from dashboard.statistics.cell_key import KEYS
from dashboard.statistics.noise_row import noise_row

# The package's tables end here: the noise of larger counts repeats.
_LARGEST = 750


def perturbed_by_ons(
    rows: pd.DataFrame, dimensions: list[str], salt: int
) -> pd.DataFrame:
    """Our one noise row as their table; a salt is the row begun elsewhere."""
    keys = np.arange(KEYS)
    table = pd.DataFrame(
        {
            "pcv": np.repeat(np.arange(_LARGEST + 1), KEYS),
            "ckey": np.tile(keys, _LARGEST + 1),
            "pvalue": np.tile(np.roll(noise_row(), -salt), _LARGEST + 1),
        }
    )
    cells = create_perturbed_table(
        rows, table, [], dimensions, "record_key", threshold=LEAST
    )
    return cells.rename(columns={"count": "shown"})
