"""Marks problems with the platform's own code (CAPA). Runs in tests/capa/.venv alone: it needs xblocks-contrib.

In: a JSON list of {"xml": a problem, "tries": [{input id: answer}]}. Out: for each problem, for each try, {"points",
"most", "messages"}.
"""

import gettext
import json
import sys
import warnings
from unittest.mock import Mock

warnings.simplefilter("ignore")

import django  # noqa: E402  # warns while it is imported
from django.conf import settings  # noqa: E402  # as well

settings.configure(USE_I18N=False, INSTALLED_APPS=[])
django.setup()

from xblocks_contrib.problem.capa.capa_problem import LoncapaProblem, LoncapaSystem  # noqa: E402  # needs the settings
from xblocks_contrib.problem.capa.inputtypes import Status  # noqa: E402  # as well


def system():
    """What a problem asks of the platform, without a platform."""
    return Mock(
        spec=LoncapaSystem,
        ajax_url="/",
        anonymous_student_id="learner",
        cache=None,
        can_execute_unsafe_code=lambda: False,
        get_python_lib_zip=lambda: None,
        DEBUG=True,
        i18n=gettext.NullTranslations(),
        render_template=lambda name, context: "<div/>",
        resources_fs=None,
        seed=1,
        STATIC_URL="/",
        STATUS_CLASS=Status,
        xqueue=None,
    )


def marked(xml, answers):
    block = Mock()
    problem = LoncapaProblem(xml, id="1", seed=1, capa_system=system(), capa_block=block)
    known = {key for responder in problem.responders.values() for key in responder.get_answers()}
    if not set(answers) <= known:
        raise SystemExit(f"no such inputs: {set(answers) - known}")
    marks = problem.grade_answers(answers)
    points = sum(marks.get_npoints(key) for key in known)
    return {
        "points": points,
        "most": problem.get_max_score(),
        "messages": [marks.get_msg(key) for key in sorted(known)],
        "key": {key: value for one in problem.responders.values() for key, value in one.get_answers().items()},
    }


cases = json.load(sys.stdin)
json.dump([[marked(case["xml"], answers) for answers in case["tries"]] for case in cases], sys.stdout, default=sorted)
