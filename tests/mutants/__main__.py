"""Judges mutants of the passes and analyses: `python -m tests.mutants --seed 1 --mutants 300`.

They are drawn with the seed, 300 of each folder or of the files named. What was judged before is not judged again, as
long as nothing has changed in the compiler, the specs or the tests. The report is written to a folder; the exit
code is 1 when a test fails without a mutant, or when a mutant is killed that is listed as equivalent.
"""

import argparse
import sys
from pathlib import Path

from tests.mutants.report import written
from tests.mutants.run import BUILD, DEFAULT_TESTS, Asked, judge_drawn


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutants", type=int, default=300, help="of each folder; 0 for all")
    parser.add_argument("--file", action="append", help="a file of the passes or analyses; may be repeated")
    parser.add_argument("--tests", nargs="*", default=DEFAULT_TESTS, help="the tests that judge")
    parser.add_argument("--out", type=Path, default=BUILD, help="the folder of the report")
    parser.add_argument("--afresh", action="store_true", help="judge again what was judged before")
    parser.add_argument("--survivors", action="store_true", help="what was killed before a change stays killed")
    given = parser.parse_args()
    asked = Asked(
        given.seed, given.mutants, tuple(given.file or ()), tuple(given.tests), given.out, given.afresh, given.survivors
    )
    judged, unsound = judge_drawn(asked)
    summary, sound = written(asked, judged, unsound)
    print(summary)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
