"""Invented people: the same for a seed, so that a simulation that broke off can go on."""

import json

from signpost_survey.form import parse_form
from signpost_survey.record import Opener
from signpost_survey.simulate import simulated_answers, simulated_records

from tests import forms


def test_it_goes_on_after_those_who_are_there():
    """Records of the rest open to the answers of the rest."""
    form = parse_form(json.dumps(forms.document({"K1": forms.SINGLE, "C1": forms.SCALE}, simulated=True)).encode())
    opener = Opener(form, forms.PRIVATE)
    everybody = list(simulated_answers(form, 12, seed=3))

    assert [opener.open(sealed) for sealed in simulated_records(form, 12, 3, after=8)] == everybody[8:]
    assert list(simulated_records(form, 12, 3, after=12)) == []
