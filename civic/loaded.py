"""What a process loads at its start and keeps: content, indexes, modules."""

from __future__ import annotations

import gc


def set_aside_loaded() -> None:
    """Spare the residents the looking through of all that is loaded: Python does that now and then, for 0.1 s and more.

    Call it when everything is loaded, and again when something was loaded anew.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
