"""How much one address may ask: enough for a phone and its reloads, too little to fill a room's memory or to keep it busy."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

BURST = 20
EACH_SECOND = 4.0
MOST_ADDRESSES = 2000


@dataclass(slots=True)
class Pace:
    """`now` is a clock that only goes on: what the laptop says the time is does not matter. `share`: phones that are one address."""

    share: int = 1
    now: Callable[[], float] = monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def allows(self, address: str) -> bool:
        burst = float(BURST * self.share)
        left, since = self._left.pop(address, (burst, self.now()))
        at = self.now()
        left = min(burst, left + (at - since) * EACH_SECOND * self.share)
        self._left[address] = (max(0.0, left - 1), at)
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return left >= 1
