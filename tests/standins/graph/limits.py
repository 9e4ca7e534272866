"""How fast one may send: so many messages a second in all, and short bursts to one person."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

# Meta: 80 messages a second from one number; to one person one in 6 seconds, with bursts of up to 45.
THROUGHPUT = 80
PAIR_BURST = 45
PAIR_SECONDS = 6.0


@dataclass
class Bucket:
    """Holds up to `size` permits and gets one more every `refill_seconds`."""

    size: float
    refill_seconds: float
    left: float = field(init=False)
    looked_at: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.left = self.size

    def take(self, moment: float) -> bool:
        """Use up one permit; False when there is none."""
        if self.looked_at:
            self.left = min(self.size, self.left + (moment - self.looked_at) / self.refill_seconds)
        self.looked_at = moment
        if self.left < 1:
            return False
        self.left -= 1
        return True


class Limits:
    """The limits of one number; `throughput` and `pair_burst` of 0: none."""

    def __init__(
        self,
        *,
        throughput: int = THROUGHPUT,
        pair_burst: int = PAIR_BURST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self.change(throughput=throughput, pair_burst=pair_burst)

    def change(self, *, throughput: int, pair_burst: int) -> None:
        """Begin anew with these limits."""
        self.throughput, self.pair_burst = throughput, pair_burst
        self._all = Bucket(throughput, 1 / throughput) if throughput else None
        self._pairs: dict[str, Bucket] = {}

    def exceeded(self, number: str) -> int | None:
        """The code of the limit that a message to `number` goes over just now; None when it may go."""
        with self._lock:
            moment = self._clock()
            if self._all is not None and not self._all.take(moment):
                return 130429
            if not self.pair_burst:
                return None
            pair = self._pairs.setdefault(number, Bucket(self.pair_burst, PAIR_SECONDS))
            return None if pair.take(moment) else 131056
