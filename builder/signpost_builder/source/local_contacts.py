"""The local contacts of an academy: which columns of sites.csv make them, and what stands for them without a site."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalContact:
    """`name`, `phone`, `email`, `url` are columns of sites.csv.

    `words` stand in prose where no site is known; `title` is the name where no column gives one. `audiences` empty:
    for all. `personal`: families see the title and the telephone, not the person. `family_words` and `family_title` stand
    for `words` and `title` where families would not know the staff's term.
    """

    key: str
    words: str
    title: str
    purpose: str
    name: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    audiences: tuple[str, ...] = ()
    personal: bool = False
    family_words: str = ""
    family_title: str = ""


STAFF = ("staff", "hub-leader")
# In the order of the help panel: whom to tell first, then whom to tell when nobody answers.
LOCAL_CONTACTS = (
    LocalContact(
        key="dsl",
        words="your designated safeguarding lead (DSL)",
        title="Designated safeguarding lead (DSL)",
        purpose="Any worry about a child",
        name="dsl_name",
        phone="dsl_phone",
        email="dsl_email",
        personal=True,
        family_words="the school's safeguarding lead",
        family_title="Safeguarding lead of the school",
    ),
    LocalContact(
        key="deputies",
        words="a deputy designated safeguarding lead",
        title="Deputy designated safeguarding leads",
        purpose="When the DSL is not there",
        name="deputies",
        audiences=STAFF,
    ),
    LocalContact(
        key="hub",
        words="your hub's safeguarding lead",
        title="Safeguarding lead of the community hub",
        purpose="A worry about a child at the hub",
        name="hub_lead",
        audiences=("hub-leader", "caregiver", "sibling"),
    ),
    LocalContact(
        key="out-of-hours",
        words="your school's out-of-hours contact, or your council's children's social care",
        title="Out-of-hours contact",
        purpose="When the academy is closed",
        name="out_of_hours",
    ),
    LocalContact(
        key="mash",
        words="your council's children's social care",
        title="Children's social care",
        purpose="The council's team for children who need protecting",
        name="mash_name",
        phone="mash_phone",
        url="mash_url",
    ),
    LocalContact(
        key="edt",
        words="your council's emergency duty team",
        title="Emergency duty team",
        purpose="Children's social care at night, at weekends and on holidays",
        phone="edt_phone",
    ),
    LocalContact(
        key="police",
        words="the police (999 in an emergency, 101 otherwise)",
        title="Police",
        purpose="The police force here",
        name="police_force",
        phone="police_contact",
        audiences=STAFF,
    ),
    LocalContact(
        key="recording",
        words="your school's recording system",
        title="Recording system",
        purpose="Where to write down a concern",
        name="recording_system",
        audiences=STAFF,
    ),
    LocalContact(
        key="head",
        words="your head teacher",
        title="Head teacher",
        purpose="A concern about an adult who works here",
        name="head_teacher",
        audiences=STAFF,
    ),
    LocalContact(
        key="chair",
        words="the chair of governors",
        title="Chair of governors",
        purpose="A concern about the head teacher",
        name="chair_of_governors",
        audiences=STAFF,
    ),
    LocalContact(
        key="lado",
        words="your council's designated officer (LADO)",
        title="Designated officer (LADO)",
        purpose="The council's advice on a concern about an adult who works with children",
        phone="lado_phone",
        audiences=STAFF,
    ),
    LocalContact(
        key="thresholds",
        words="your council's thresholds document",
        title="Thresholds document",
        purpose="When to refer, in the council's words",
        url="thresholds_url",
        audiences=STAFF,
    ),
    LocalContact(
        key="pathway",
        words="your council's exploitation pathway",
        title="Exploitation pathway",
        purpose="What happens after a referral",
        url="pathway_url",
        audiences=STAFF,
    ),
    LocalContact(
        key="exploitation-lead",
        words="the exploitation lead of your council or police force",
        title="Exploitation lead",
        purpose="Advice when you think that somebody exploits children here",
        name="exploitation_lead",
        audiences=STAFF,
    ),
    LocalContact(
        key="btp",
        words="the British Transport Police",
        title="British Transport Police here",
        purpose="A worry about a station or a train here",
        name="btp",
        audiences=STAFF,
    ),
    LocalContact(
        key="intel",
        words="your police force's form for information",
        title="Information for the police",
        purpose="A place that worries you, and no child is at risk now",
        url="intel_url",
        audiences=STAFF,
    ),
    LocalContact(
        key="support",
        words="local support services",
        title="Local support",
        purpose="Support for families near you",
        name="local_support",
    ),
)
BY_KEY = {contact.key: contact for contact in LOCAL_CONTACTS}
