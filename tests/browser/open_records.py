"""Run in the store's environment: opens sealed records (hexadecimal, one a line) with the key of the tests.

python open_records.py FORM.json: prints what the publication would count, as JSON.
"""

import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from signpost_survey.form import parse_form
from signpost_survey.record import Opener

PRIVATE = X25519PrivateKey.from_private_bytes(bytes(range(32)))

opener = Opener(parse_form(Path(sys.argv[1]).read_bytes()), PRIVATE)
opened = [opener.open(bytes.fromhex(line)) for line in sys.stdin.read().split()]
print(json.dumps([[each.group, each.stratum, list(each.before), list(each.after)] for each in opened]))
