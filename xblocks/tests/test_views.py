"""What each view shows to whom; nothing of it is clicked here."""

import html
import json
import re

import pytest
from lms import STORE, Platform, ReplaceUrls, Settings, User, learner_fields, post
from lxml import etree
from rendered import module_element, quiz_element

SURVEY = {"settings": Settings({"survey_endpoint": STORE}), "user": User(is_authenticated=True)}


def quiz(phase="after", services=SURVEY, **attributes):
    return Platform(**services).parse(quiz_element(phase, surveyed=True, **attributes))


def shown(block, view="student_view"):
    """The document in the frame and its data, as the browser will have them."""
    content = block.render(view).content
    page = html.unescape(re.search(r'data-document="([^"]*)"', content)[1])
    data = json.loads(re.search(r'<script type="application/json" id="course-data">(.*?)</script>', page)[1])
    return page, data


def policy(page):
    return html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])


def held(fragment):
    return json.loads(re.search(r'xblock_json_init_args">(.*?)</script>', fragment.content)[1])["held"]


# ------------------------------------------------------------ the document


def test_only_addresses_that_the_platform_gave():
    """Hashed names in production: style, script and host are asked of the runtime, nothing else is loaded."""
    block = Platform().parse(module_element("crossing"))
    fragment = block.render("student_view")
    page, _ = shown(block)
    addresses = re.findall(r'<(?:link|script)[^>]* (?:href|src)="([^"]+)"', page)

    assert addresses == [
        "/static/xblock/resources/signpost_xblocks/public/player.0123456789ab.css",
        "/static/xblock/resources/signpost_xblocks/public/module.0123456789ab.js",
    ]
    assert [one.data for one in fragment.resources if one.kind == "url"] == [
        "/static/xblock/resources/signpost_xblocks/public/host.0123456789ab.js"
    ]
    assert policy(page) == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def test_static_files_on_another_host():
    """A platform with a content network: its host, and only that, may serve script and style."""
    platform = Platform()
    platform.local_resource_url = lambda block, uri: f"https://cdn.example.org/{uri}"
    page, _ = shown(platform.parse(module_element("crossing")))

    assert "script-src https://cdn.example.org; style-src https://cdn.example.org;" in policy(page)


def test_media_and_links_go_through_the_platform():
    """/static/ and /jump_to_id/ become addresses of this course before the document is put into its attribute."""
    node = module_element("crossing")
    page = node.find("page")
    page.text += '<img src="/static/steps.png" alt=""><a href="/jump_to_id/telling">on</a>'
    shown_page, _ = shown(Platform(replace_urls=ReplaceUrls()).parse(node))

    assert 'src="/asset-v1:Org+Num+Run+type@asset+block@steps.png"' in shown_page
    assert 'href="/courses/x/jump_to_id/telling"' in shown_page
    assert "/static/steps.png" not in shown_page


def test_two_blocks_of_one_course_are_told_apart():
    platform = Platform()
    editions = [shown(platform.parse(module_element(name)))[1]["edition"] for name in ("crossing", "telling")]

    assert len(set(editions)) == 2


def test_titles_cannot_leave_their_place():
    node = module_element("crossing")
    node.set("display_name", '"><script>alert(1)</script>')
    content = Platform().parse(node).render("student_view").content

    assert "<script>" not in content
    assert html.unescape(re.search(r'data-title="([^"]*)"', content)[1]) == node.get("display_name")
    assert "<script>alert" not in html.unescape(re.search(r'data-document="([^"]*)"', content)[1])


def test_an_empty_block_says_so():
    """Added by hand in Studio, or an import that went wrong."""
    node = etree.Element("signpost_module", url_name="x")
    block = Platform().construct_xblock_from_class(*_class_and_keys(node))

    for view in ("student_view", "public_view", "author_view"):
        assert "Traceback" not in block.render(view).content
    assert "empty" in block.render("student_view").content
    assert post(block, "save_progress", {"state": "x", "place": "y"}).status_code == 400


def test_an_empty_quiz_refuses_in_words():
    node = etree.Element("signpost_quiz", url_name="x")
    block = Platform().construct_xblock_from_class(*_class_and_keys(node))

    assert "empty" in block.render("student_view").content
    assert post(block, "submit", {"attempt": 1, "passed": True}).status_code == 400
    assert block.runtime.published == []


def _class_and_keys(node):
    from lms import CLASSES
    from xblock.fields import ScopeIds

    return CLASSES[node.tag], ScopeIds("ada", node.tag, "def.x", "use.x")


# ------------------------------------------------------------------ survey


def test_the_endpoint_comes_from_the_settings_alone():
    page, data = shown(quiz())

    assert data["survey"]["endpoint"] == STORE
    assert f"connect-src {STORE};" in policy(page)


WITHOUT = {
    "no settings service": {"user": User()},
    "no endpoint": {"settings": Settings({}), "user": User()},
    "another bucket": {"settings": Settings(None), "user": User()},
    "plain http": {"settings": Settings({"survey_endpoint": "http://survey.example.org"}), "user": User()},
    "a path": {"settings": Settings({"survey_endpoint": "https://survey.example.org/x"}), "user": User()},
    "a name and password": {
        "settings": Settings({"survey_endpoint": "https://a:b@survey.example.org"}),
        "user": User(),
    },
    "a policy": {"settings": Settings({"survey_endpoint": "https://survey.example.org; script-src *"}), "user": User()},
    "a number": {"settings": Settings({"survey_endpoint": 5}), "user": User()},
    "staff of the course": {**SURVEY, "user": User(user_is_staff=True)},
    "staff of the platform": {**SURVEY, "user": User(user_is_global_staff=True)},
    "not signed in": {**SURVEY, "user": User(is_authenticated=False)},
    "nobody": {"settings": Settings({"survey_endpoint": STORE})},
    "Studio": {**SURVEY, "studio_user_permissions": object()},
}


@pytest.mark.parametrize("name", WITHOUT)
@pytest.mark.parametrize("phase", ["before", "after"])
def test_whoever_is_not_surveyed_is_not_asked(name, phase, caplog):
    """No survey in the data, none of its questions on the page or in the data, nowhere to send to, no handle."""
    block = quiz(phase, services=WITHOUT[name])
    page, data = shown(block)

    assert "survey" not in data
    assert not re.search(r'data-survey-only|data-q="CF', page)
    assert data[phase] == [id for id in data[phase] if not id.startswith("CF")]
    assert not [id for id in data["questions"] if id.startswith("CF")]
    assert "connect-src 'none'" in policy(page)
    assert "survey_handle" not in learner_fields(block.runtime)


def test_server_marking_sends_no_survey():
    page, data = shown(quiz(grading="server"))

    assert "survey" not in data
    assert "Your learning platform marks these questions" in page
    assert "They are never saved" not in page


def test_an_exact_score_set_in_studio_ends_the_survey():
    """The form of this course collects knowledge answers, and nobody's score goes beside them."""
    block = quiz(score_mode="exact")
    assert "survey" not in shown(block)[1]
    block.course_data = {
        **block.course_data,
        "scoreMode": "exact",
    }  # as the compiler writes it, with a form without them
    assert "survey" in shown(block)[1]


def test_public_view_never_surveys():
    _, data = shown(block := quiz(), "public_view")

    assert "survey" not in data
    assert held(block.render("public_view"))["tracked"] is False


def test_studio_shows_without_writing():
    block = quiz(services={**SURVEY, "studio_user_permissions": object()})

    assert held(block.render("student_view"))["mode"] == "browse"
    assert post(block, "submit", {"attempt": 1, "passed": True}).status_code == 200
    assert block.runtime.published == []


def test_the_handle_is_made_once_and_stays():
    block = quiz()
    first = held(block.render("student_view"))["handle"]

    assert re.fullmatch(r"[\w-]{8}", first)
    assert held(block.render("student_view"))["handle"] == first
    assert learner_fields(block.runtime) == {"survey_handle": first}


def test_nothing_left_to_ask_is_said():
    """Carers are asked for the survey alone; without a store there is nothing."""
    block = Platform().parse(quiz_element("before", audience="caregiver"))

    assert "nothing to answer here" in block.render("public_view").content
    assert block.runtime.published == []
    assert "nothing to answer here" in block.render("student_view").content
    assert block.runtime.published == [("completion", {"completion": 1.0})]
    assert post(block, "done", {}).status_code == 200


# ---------------------------------------------------- settings from Studio


def test_settings_of_the_platform_reach_page_and_data():
    block = quiz()
    block.pass_mark_percent, block.attempts_allowed = 66.0, 2
    page, data = shown(block)

    assert (data["passMarkPercent"], data["attempts"]) == (66.0, 2)
    assert "To pass, you need 66% of the knowledge questions." in page
    assert "You can try 2 times." in page
    assert "80%" not in page


def test_words_of_the_course_stay_where_nothing_was_changed():
    page, _ = shown(quiz())

    assert "To pass, you need 80% of the knowledge questions." in page


def save_settings(block, values, defaults=()):
    return post(block, "submit_studio_edits", {"values": values, "defaults": list(defaults)})


def test_studio_saves_good_settings():
    block = quiz()
    answer = save_settings(
        block,
        {
            "display_name": "End",
            "pass_mark_percent": 75,
            "attempts_allowed": 3,
            "weight": 2,
            "grading": "server",
            "score_mode": "exact",
        },
    )

    assert answer.status_code == 200
    assert (block.display_name, block.pass_mark_percent, block.attempts_allowed, block.weight) == ("End", 75.0, 3, 2.0)
    assert (block.grading, block.score_mode) == ("server", "exact")


@pytest.mark.parametrize(
    "values",
    [{"pass_mark_percent": 101}, {"pass_mark_percent": -1}, {"attempts_allowed": -1}, {"weight": -2}, {"grading": "teacher"}, {"score_mode": "raw"}, {"attempts_allowed": "many"}, {"attempts_allowed": 2.5}, {"attempts_allowed": None}, {"pass_mark_percent": None}, {"weight": None}, {"pass_mark_percent": True}, {"display_name": " "}, {"display_name": None}, {"pass_mark_percent": float("nan")}, {"pass_mark_percent": [80]}, {"weight": float("inf")}],
    ids=str,
)  # fmt: skip
def test_studio_refuses_settings_that_olx_would_refuse(values):
    block = quiz()
    before = dict(block.runtime.stored)
    answer = save_settings(block, values)

    assert answer.status_code == 400
    assert answer.content_type == "application/json"
    assert block.runtime.stored == before


@pytest.mark.parametrize(
    "body", [{}, [], None, {"values": 1, "defaults": []}, {"values": {"display_name": "x"}}, b"{"], ids=str
)
def test_studio_bodies_of_another_shape_are_refused(body):
    answer = post(block := quiz(), "submit_studio_edits", body)

    assert answer.status_code in (400, 200)
    assert "Traceback" not in answer.text
    assert block.display_name in ("Final questions", "x")


# ------------------------------------------------------------ other views


def test_author_view_is_an_outline():
    content = quiz(attempts="2").render("author_view").content

    assert "Final questions" in content
    assert "80" in content
    assert "<script" not in content and "iframe" not in content
    assert "data-q" not in content


def test_apps_and_search_get_no_question_and_no_answer():
    module, after = Platform().parse(module_element("crossing")), quiz()
    texts = [json.dumps([block.student_view_data(), block.index_dictionary()]) for block in (module, after)]

    assert module.index_dictionary()["content_type"] == "Training module"
    assert "How to cross a road" in texts[0]
    for text in texts:
        assert not re.search(r"Check my answer|Right answer|Who should hold|What comes first|KN\d|CK\d|data-", text)
    assert after.student_view_data()["questions"] == 8


def test_multi_device():
    for block in (Platform().parse(module_element("crossing")), quiz()):
        assert block.has_support(block.student_view, "multi_device")


def test_in_a_content_library_nothing_is_completed_or_graded():
    """A library has no course run: the platform would fail on either."""

    class Key(str):
        context_key = type("Library", (), {"is_course": False})()

    block = quiz()
    block.scope_ids = block.scope_ids._replace(usage_id=Key("lib"))
    assert post(block, "submit", {"attempt": 1, "passed": True}).status_code == 200
    assert block.runtime.published == []
