"""A test run that was started deaf to a signal, as in the background of a script, still ends what it starts."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from testing.children import child, end

ROOT = Path(__file__).parents[1]
ASKS = "import signal; print(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(600)"


@pytest.mark.parametrize(("hear", "deaf"), [("hear_signals()", "False"), ("pass", "True")])
def test_a_program_begins_with_the_default(hear, deaf):
    """Below a shell that ignores SIGINT; without the call the program is deaf, so the test can fail."""
    starts = f"from testing.children import hear_signals; {hear}; import subprocess, sys; "
    script = starts + f"sys.stdout.write(subprocess.run([sys.executable, '-c', {ASKS!r}], stdout=-1, text=True).stdout)"
    shell = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", sys.executable, "-c", script]

    assert subprocess.run(shell, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == deaf


def test_leaving_the_block_ends_a_process_that_will_not():
    began = time.monotonic()
    with pytest.raises(LookupError), child([sys.executable, "-c", DEAF], stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        raise LookupError

    assert process.returncode == -signal.SIGKILL and time.monotonic() - began < 60


def test_a_process_has_its_time():
    """So that reading to the end of what it says has an end."""
    with child([sys.executable, "-c", DEAF], seconds=1, stdout=subprocess.PIPE, text=True) as process:
        process.stdout.read()
        assert process.wait(10) == -signal.SIGKILL


def test_waiting_ends_and_says_so():
    process = subprocess.Popen([sys.executable, "-c", DEAF], stdout=subprocess.PIPE, text=True)
    process.stdout.readline()
    process.terminate()
    with process.stdout, pytest.raises(subprocess.TimeoutExpired):
        end(process, 0.2)

    assert process.returncode == -signal.SIGKILL


def test_nothing_waits_for_a_process_without_an_end():
    """`with Popen` and a bare `wait()` may wait for ever: `child` and `end` are there for both."""
    files = [
        file
        for part in (
            "tests",
            "survey/tests",
            "report/tests",
            "xblocks/tests",
            "bench",
            "survey/store_bench",
            "report",
        )
        for file in ROOT.glob(f"{part}/*.py")
    ]
    files += [*ROOT.glob("tests/browser/*.py")]
    waiting = ("with subprocess." + "Popen", ".communicate(" + ")", "process.wait(" + ")", "running.wait(" + ")")
    found = {
        f"{file.relative_to(ROOT)}: {word}" for file in files for word in waiting if word in file.read_text("utf-8")
    }

    assert len(files) > 150 and found == {"tests/browser/surveys.py: process.wait(" + ")"}  # after SIGKILL
