"""python report_bench.py: what a report costs on this machine, each size in a fresh process. Needs the test environment (releases are simulated)."""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import studies

BARS = {"CPU s": 2.0, "MiB": 200}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, made in {
            "staff, 400": studies.release(400),
            "staff, 2,000": studies.release(2_000),
            "caregivers once, 20,000, regions": studies.release(
                20_000, audience="caregiver", kind="single", regions=True
            ),
        }.items():
            (path := Path(folder) / "release.json").write_bytes(made)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(
                [sys.executable, "-m", "signpost_report.cli", "build", path, "--output", Path(folder) / "out"],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            page = (Path(folder) / "out/report.html").stat().st_size
            print(
                f"{name:34} {cpu:5.2f} CPU s (bar {BARS['CPU s']})  {after.ru_maxrss / 1024:4.0f} MiB at most so far (bar {BARS['MiB']})  {page / 1e6:.1f} MB page"
            )


if __name__ == "__main__":
    main()
