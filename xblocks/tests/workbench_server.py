"""The workbench of xblock-sdk as a server on loopback, in a folder of its own: python workbench_server.py FOLDER ENDPOINT.

Its wheel has four holes: it logs and stores under `var/`, which must be there; it wants XBlock's Django extra; it comes
without its own migrations; it has no manage.py. Scenarios are FOLDER/scenarios/*.xml besides those of the blocks.
Static files of blocks have hashed names, as in production. What blocks publish goes to FOLDER/published.log, every POST
that was answered to FOLDER/posts.log, one JSON object a line. Prints its port, then serves until it is ended.
"""

import hashlib
import io
import json
import logging
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs
from urllib.request import urlopen


class Workbench:
    """The running server, as the tests see it."""

    def __init__(self, folder: Path, scenarios: dict[str, str], endpoint: str) -> None:
        self.folder = folder
        (folder / "var").mkdir(parents=True)
        (folder / "scenarios").mkdir()
        for name, xml in scenarios.items():
            (folder / "scenarios" / f"{name}.xml").write_text(xml, "utf-8")
        self._errors = (folder / "errors.log").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", __file__, folder, endpoint],
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        assert self._process.stdout
        port = self._process.stdout.readline().strip()
        if not port:
            raise RuntimeError((folder / "errors.log").read_text("utf-8"))
        self.origin = f"http://127.0.0.1:{port}"
        with urlopen(self.origin) as answer:
            assert answer.status == 200

    @property
    def published(self) -> list[dict[str, Any]]:
        """[{"block", "event", "content"}] since the server was started."""
        return self._lines("published.log")

    def posts(self, student: str) -> list[dict[str, Any]]:
        """What a learner's pages sent, in the order of the answers: [{"handler", "type", "token", "body", "status"}]."""
        return [one for one in self._lines("posts.log") if one["student"] == student]

    def _lines(self, name: str) -> list[dict[str, Any]]:
        log = self.folder / name
        return [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []

    @property
    def errors(self) -> str:
        return (self.folder / "errors.log").read_text("utf-8")

    def stored(self) -> list[dict[str, str]]:
        """Every row of field storage."""
        with closing(sqlite3.connect(self.folder / "var" / "workbench.db")) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute("select * from workbench_xblockstate")]

    def close(self) -> None:
        from testing.children import end  # not above: this file is the server's program too, which stands alone

        self._process.terminate()
        end(self._process, 10)
        assert self._process.stdout
        self._process.stdout.close()
        self._errors.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def serve(folder: Path, endpoint: str) -> None:
    os.chdir(folder)
    os.environ.update(DJANGO_SETTINGS_MODULE="workbench.settings", EXCLUDE_SAMPLE_XBLOCKS="yes")

    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.XBLOCK_SETTINGS = {"signpost_quiz": {"survey_endpoint": endpoint}}
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)

    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application
    from signpost_xblocks.quiz import SignpostQuiz
    from workbench import runtime, scenarios

    # What the platform's inheritance gives a block of a subsection with hidden results.
    hides = property(lambda block: "never" if str(block.scope_ids.usage_id).startswith("hidden") else "always")
    SignpostQuiz.show_correctness = hides

    def publish(self: Any, block: Any, event_type: str, event_data: Any) -> None:
        with (folder / "published.log").open("a", encoding="utf-8") as log:
            log.write(
                json.dumps({"block": str(block.scope_ids.usage_id), "event": event_type, "content": event_data}) + "\n"
            )

    plain_url = runtime.WorkbenchRuntime.local_resource_url

    def hashed_url(self: Any, block: Any, uri: str) -> str:
        """As a platform names static files that it collected: with a hash of what is in them."""
        name, _, kind = plain_url(self, block, uri).rpartition(".")
        content = block.unmixed_class.open_local_resource(uri).read()
        return f"{name}.{hashlib.md5(content, usedforsecurity=False).hexdigest()[:12]}.{kind}"

    def noting(application: Any) -> Any:
        def answer(environment: dict[str, Any], start: Any) -> Any:
            environment["PATH_INFO"] = re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", environment["PATH_INFO"])
            if environment["REQUEST_METHOD"] != "POST":
                return application(environment, start)
            body = environment["wsgi.input"].read(int(environment.get("CONTENT_LENGTH") or 0))
            note = {
                "student": parse_qs(environment["QUERY_STRING"]).get("student", [""])[0],
                "handler": environment["PATH_INFO"].split("/")[3],
                "type": environment.get("CONTENT_TYPE", ""),
                "token": bool(environment.get("HTTP_X_CSRFTOKEN")),
                "body": body.decode("utf-8", "replace"),
            }

            def started(status: str, *rest: Any) -> Any:
                with (folder / "posts.log").open("a", encoding="utf-8") as log:
                    log.write(json.dumps({**note, "status": int(status[:3])}) + "\n")
                return start(status, *rest)

            return application({**environment, "wsgi.input": io.BytesIO(body)}, started)

        return answer

    runtime.WorkbenchRuntime.publish = publish
    runtime.WorkbenchRuntime.local_resource_url = hashed_url
    scenarios.get_scenarios()
    for xml in sorted((folder / "scenarios").glob("*.xml")):
        scenarios.add_xml_scenario(xml.stem, xml.stem, xml.read_text("utf-8"))
    logging.getLogger("django.server").setLevel(logging.ERROR)
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.daemon_threads = True
    server.set_app(noting(StaticFilesHandler(get_wsgi_application())))
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2])
