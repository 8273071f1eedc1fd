"""``python -m analysis.samples --out DIR`` writes the sample survey's register and uploads below a folder."""

import argparse
from pathlib import Path

from analysis.samples.build import write_sample


def main() -> None:
    """Write the sample and say where."""
    parser = argparse.ArgumentParser(prog="python -m analysis.samples", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder that gets surveys/qiannan/ and data/raw/")
    arguments = parser.parse_args()
    files = write_sample(arguments.out)
    print(f"{len(files)} files below {arguments.out}")


if __name__ == "__main__":
    main()
