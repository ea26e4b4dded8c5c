"""`make bench`: how fast, as ratios to a baseline measured in the same run. Run nothing beside it.

``python -m tests.bench NAME …`` runs only those named.
"""

import sys
from collections.abc import Callable

from tests.bench.importing.comparing import compare_importing
from tests.bench.mastering.comparing import compare_mastering
from tests.bench.part_counting import compare_part_counting
from tests.bench.planning import compare_planning
from tests.bench.sending.comparing import compare_sending

BENCHES: dict[str, Callable[[], None]] = {
    "importing": compare_importing,
    "mastering": compare_mastering,
    "planning": compare_planning,
    "part-counting": compare_part_counting,
    "sending": compare_sending,
}


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        sys.exit(f"No bench {unknown[0]}; there are: {', '.join(BENCHES)}")
    for name in names or BENCHES:
        print(f"== {name}")
        BENCHES[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
