"""Who is asked for the survey, and where its records go. The block itself sends nothing: the player does, sealed."""

import logging
import re
from typing import Any
from urllib.parse import urlsplit

log = logging.getLogger(__name__)

# What the platform's user service says of a user (common/djangoapps/xblock_django/constants.py there).
SIGNED_IN = "edx-platform.is_authenticated"
STAFF = ("edx-platform.user_is_staff", "edx-platform.user_is_global_staff")


def endpoint_of(block: Any) -> str:
    """The store, from XBLOCK_SETTINGS["signpost_quiz"]["survey_endpoint"]; "" for a learner who is not asked."""
    settings = block.runtime.service(block, "settings")
    bucket = settings.get_settings_bucket(block) if settings else None
    endpoint = (bucket or {}).get("survey_endpoint", "")
    if not endpoint or not is_learner(block):
        return ""
    if not is_endpoint(endpoint):
        log.error("XBLOCK_SETTINGS: survey_endpoint %r is not an https:// origin: no survey is asked", endpoint)
        return ""
    return str(endpoint).rstrip("/")


def is_endpoint(address: Any) -> bool:
    """An https origin, without path, query or name: it also becomes a source of the document's policy."""
    if not isinstance(address, str) or not re.fullmatch(r"https://[A-Za-z0-9.-]+(:\d{1,5})?/?", address):
        return False
    return bool(urlsplit(address).hostname)


def is_learner(block: Any) -> bool:
    """Signed in, in a course run, and not staff, who look at a course with other eyes."""
    service = block.runtime.service(block, "user")
    if service is None or not block.counts_here:
        return False
    return bool(service.get_current_user().opt_attrs.get(SIGNED_IN, True)) and not is_staff(block)


def is_staff(block: Any) -> bool:
    service = block.runtime.service(block, "user")
    return service is not None and any(service.get_current_user().opt_attrs.get(name) for name in STAFF)
