"""What the room's server keeps, and for how long: a phone counts once, nobody stuffs votes, and closing leaves nothing behind."""

import pytest
from signpost_builder.room.addresses import Address, chosen, ranked
from signpost_builder.room.names import room_name
from signpost_builder.room.pace import BURST, MOST_ADDRESSES, Pace
from signpost_builder.room.sitting import MOST_PHONES, Answered, OpenQuestion, Sitting, open_question

QUESTION = OpenQuestion("q", 1, ("Why?",), ("Because", "Not", "Else"), several=False)
SEVERAL = OpenQuestion("s", 1, ("Which?",), ("One", "Two", "Three"), several=True)


def asked(each: int = 2, question: OpenQuestion = QUESTION) -> Sitting:
    sitting = Sitting(each)
    sitting.open(question)
    return sitting


def said(sitting: Sitting, *places: object, **other: object) -> dict[str, object]:
    assert sitting.question
    told = {"sitting": sitting.id, "id": sitting.question.id, "round": sitting.question.round, "places": list(places)}
    return {**told, **other}


def test_a_phone_that_comes_back_counts_once():
    """Reloaded, tapped twice, another answer: one vote, the last."""
    sitting = asked()
    token = sitting.join("10.0.0.7", "")
    assert token and sitting.join("10.0.0.7", token) == token and sitting.join("10.0.0.9", token) == token
    for places in ([0], [0], [2]):
        assert sitting.answer(token, said(sitting, *places)) is Answered.COUNTED

    assert (sitting.phones, sitting.answered, sitting.mine(token)) == (1, 1, (2,))
    assert sitting.close() == [("1", (2,))]


def test_one_address_is_two_phones_at_most():
    """Whoever throws the number away and asks for another gets no third vote."""
    sitting = asked()
    tokens = [sitting.join("10.0.0.7", "") for _ in range(300)]

    assert sum(token is not None for token in tokens) == 2
    assert (sitting.phones, sitting.refused) == (2, 298)


def test_a_room_has_an_end():
    sitting = asked()
    for at in range(MOST_PHONES + 50):
        sitting.join(f"10.0.{at // 250}.{at % 250}", "")

    assert sitting.phones == MOST_PHONES


@pytest.mark.parametrize("token", ["", "guessed", "x" * 5000])
def test_a_number_that_was_not_given_here_counts_nothing(token):
    sitting = asked()

    assert sitting.answer(token, said(sitting, 0)) is Answered.UNKNOWN
    assert sitting.answered == 0


def test_a_vote_of_another_sitting_or_question_is_refused():
    """The laptop began anew; the question was closed; the same one is asked again."""
    sitting = asked()
    token = sitting.join("10.0.0.7", "")
    assert token
    again = said(sitting, 0)
    assert sitting.answer(token, {**again, "sitting": Sitting(2).id}) is Answered.UNKNOWN
    assert sitting.answer(token, {**again, "round": 2}) is Answered.TOO_LATE
    assert sitting.answer(token, {**again, "id": "r"}) is Answered.TOO_LATE
    sitting.close()
    assert sitting.answer(token, again) is Answered.TOO_LATE


@pytest.mark.parametrize(
    "places", [[3], [-1], [True], ["0"], [0.0], [[0]], [0, 1], [], None, "0", {"0": 1}, [0] * 500, [10**30]]
)
def test_what_no_page_sends_counts_nothing(places):
    sitting = asked()
    token = sitting.join("10.0.0.7", "")
    assert token

    assert sitting.answer(token, said(sitting, 0, places=places)) is Answered.NONSENSE
    assert sitting.answered == 0


def test_several_answers_where_several_may_be_right():
    sitting = asked(question=SEVERAL)
    token = sitting.join("10.0.0.7", "")
    assert token and sitting.answer(token, said(sitting, 2, 0, 2)) is Answered.COUNTED

    assert sitting.mine(token) == (0, 2)


def test_what_was_closed_is_forgotten():
    """The next question begins with nothing."""
    sitting = asked()
    token = sitting.join("10.0.0.7", "")
    assert token
    sitting.answer(token, said(sitting, 1))
    sitting.close()

    assert (sitting.answered, sitting.question, sitting.mine(token)) == (0, None, ())


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"id": "q", "round": 1, "stem": ["?"], "choices": ["one"], "several": False},
        {"id": "q", "round": 1, "stem": ["?"], "choices": ["one", 2], "several": False},
        {"id": "q", "round": "1", "stem": ["?"], "choices": ["one", "two"], "several": False},
        {"id": "q", "round": 1, "stem": ["?"], "choices": ["x"] * 27, "several": False},
    ],
)
def test_a_question_is_whole_or_none(given):
    assert open_question(given) is None


def test_an_address_has_its_pace_whatever_the_clock_says():
    """Twenty at once, then four a second; another address is not held up; a clock that jumps is not asked."""
    now = [100.0]
    pace = Pace(now=lambda: now[0])
    assert [pace.allows("a") for _ in range(BURST + 5)] == [True] * BURST + [False] * 5
    assert pace.allows("b")
    now[0] += 1
    assert [pace.allows("a") for _ in range(6)] == [True] * 4 + [False] * 2


def test_addresses_are_remembered_up_to_a_number():
    pace = Pace()
    for at in range(MOST_ADDRESSES + 500):
        pace.allows(str(at))

    assert len(pace._left) == MOST_ADDRESSES


# ------------------------------------------------------------------- which address, which name

LAPTOP = [
    Address("127.0.0.1", "lo"),
    Address("10.8.0.2", "tun0"),
    Address("172.17.0.1", "docker0"),
    Address("169.254.3.3", "Ethernet 2"),
    Address("192.168.1.20", "eth0"),
    Address("192.168.1.21", "wlan0"),
]


def test_the_likeliest_address_comes_first():
    """Wi-Fi before cable, both before VPNs and machines within the machine; never the laptop's own."""
    found = [each.ip for each in ranked(LAPTOP)]

    assert found == ["192.168.1.21", "192.168.1.20", "10.8.0.2", "172.17.0.1", "169.254.3.3"]
    hotspot = Address("192.168.137.1", "Local Area Connection* 4")
    assert ranked([*LAPTOP, hotspot])[0] == hotspot


def test_an_address_is_chosen_by_hand():
    found = ranked(LAPTOP)

    assert chosen(found, None) == found[0] and chosen([], None) is None
    assert chosen(found, "10.8.0.2") == Address("10.8.0.2", "tun0")
    with pytest.raises(ValueError, match=r"does not have 10\.9\.9\.9; it has 192\.168\.1\.21 \(wlan0\)"):
        chosen(found, "10.9.9.9")
    with pytest.raises(ValueError, match="x"):
        chosen(found, "x")


def test_a_room_keeps_its_name_over_a_restart(monkeypatch):
    """And another laptop, or another room on this one, has another."""
    monkeypatch.setattr("platform.node", lambda: "laptop-12")
    monkeypatch.setattr("uuid.getnode", lambda: 0x001122334455)
    name = room_name(8017)
    assert room_name(8017) == name and room_name(8018) != name
    monkeypatch.setattr("platform.node", lambda: "laptop-13")
    assert room_name(8017) != name
    monkeypatch.setattr("uuid.getnode", lambda: 1 << 40 | 7)  # made up anew in each process
    one = room_name(8017)
    monkeypatch.setattr("uuid.getnode", lambda: 1 << 40 | 8)
    assert room_name(8017) == one
