"""The local contacts of an academy: which columns of sites.csv make them, and what stands for them without a site."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LocalContact:
    """`words`: how prose names it. `who` empty: shown to all audiences. `personal`: a name that families do not see."""

    key: str
    words: str
    purpose: str
    name: str = ""  # columns
    phone: str = ""
    email: str = ""
    url: str = ""
    who: tuple[str, ...] = ()
    personal: bool = False


STAFF = ("staff", "hub-leader")
# The help panel shows them in this order: who to tell first, then who to tell when nobody answers.
LOCAL_CONTACTS = (
    LocalContact(
        "dsl", "your designated safeguarding lead (DSL)", "Designated safeguarding lead (DSL): any worry about a child",
        "dsl_name", "dsl_phone", "dsl_email", personal=True,
    ),
    LocalContact(
        "deputies", "a deputy designated safeguarding lead", "Deputy safeguarding leads, when the DSL is not there",
        "deputies", who=STAFF, personal=True,
    ),
    LocalContact("hub", "your hub's safeguarding lead", "Safeguarding lead of the community hub", "hub_lead",
                 who=("hub-leader", "caregiver")),
    LocalContact("out-of-hours", "your school's out-of-hours contact", "When the school is closed", "out_of_hours"),
    LocalContact("mash", "your council's children's social care", "Children's social care: a child needs protecting",
                 "mash_name", "mash_phone", url="mash_url"),
    LocalContact("edt", "your council's emergency duty team", "Children's social care at night and at weekends",
                 phone="edt_phone"),
    LocalContact("police", "the police (999 in an emergency, 101 otherwise)", "Local police force", "police_force",
                 "police_contact", who=STAFF),
    LocalContact("recording", "your school's recording system", "Where to write down a concern", "recording_system",
                 who=STAFF),
    LocalContact("head", "your head teacher", "Head teacher", "head_teacher", who=STAFF, personal=True),
    LocalContact("chair", "the chair of governors", "Chair of governors: a concern about the head teacher",
                 "chair_of_governors", who=STAFF, personal=True),
    LocalContact("lado", "your council's designated officer (LADO)", "A concern about an adult who works with children",
                 phone="lado_phone", who=STAFF),
    LocalContact("thresholds", "your council's thresholds document", "When to refer, in your council's words",
                 url="thresholds_url", who=STAFF),
    LocalContact("pathway", "your council's exploitation pathway", "What happens after a referral",
                 url="pathway_url", who=STAFF),
    LocalContact("support", "local support services", "Support for families near you", "local_support"),
)  # fmt: skip
LOCAL_KEYS = frozenset(contact.key for contact in LOCAL_CONTACTS)
