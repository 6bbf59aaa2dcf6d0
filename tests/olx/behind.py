"""Puts the packages of another project's environment behind this one's own: python behind.py PROJECT (see the Makefile)."""

import sys
import sysconfig
from pathlib import Path

project = Path(sys.argv[1]).resolve()
python = f"python{sys.version_info.major}.{sys.version_info.minor}"
lines = [project / ".venv" / "lib" / python / "site-packages", project]
Path(sysconfig.get_path("purelib"), "behind.pth").write_text("".join(f"{line}\n" for line in lines), "utf-8")
