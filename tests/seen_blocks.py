"""Every block that is there to be looked at, as an author writes it, in a project that reads without a finding."""

from tests.source_projects import FILES, FRONT, MP4, PNG

PHONE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200" width="300" height="200">'
    b'<rect x="90" y="10" width="120" height="180" rx="16" fill="#e4f2ed" stroke="#0b5f52" stroke-width="4"/>'
    b'<circle cx="150" cy="60" r="24" fill="#0b5f52"/><rect x="110" y="110" width="80" height="12" fill="#0b5f52"/></svg>'
)
SERIES = "".join(
    f"""\
S-{year}:
  claim: {value} children were referred in {year}.
  value: {value} children
  period: {year}, England
  source: {{publisher: Home Office, title: Ten years}}
  sure: R
  checked: 2026-11-22
  review_by: 2027-03-31
"""
    for year, value in ((2022, "7,936"), (2023, "8,043"), (2024, "8,444"))
)
BLOCKS = {
    "easy": """\
::: easy
Tell us what you see. You need not be sure.
:::
""",
    "chart of facts": """\
::: chart kind=line title="Children referred each year" alt="From 2022 to 2024 the number rose each year."
| Year | Children |
|---|---|
| 2022 | {fact:S-2022 value} |
| 2023 | {fact:S-2023 value} |
| 2024 | {fact:S-2024 value} |
:::
""",
    "chart by ids": """\
::: chart kind=bar title="The same as bars" alt="Three bars, the last is the longest." facts="S-2022 S-2023 S-2024"
:::
""",
    "chart of two series": """\
::: chart kind=bar title="Boys and girls" alt="In both years more boys than girls." source="Example figures, 2024"
| Year | Boys | Girls |
|---|---|---|
| 2023 | 60% | 40% |
| 2024 | 58% | 42% |
:::
""",
    "share": """\
::: chart kind=share title="Kinds of exploitation" alt="Half is criminal exploitation." source="Example figures, 2024"
| Kind | Share |
|---|---|
| Criminal | 50% |
| Sexual | 20% |
| Labour | 12% |
| More than one | 10% |
| Other | 8% |
:::
""",
    "dumbbell": """\
::: chart kind=dumbbell title="Who knew whom to tell" alt="Both groups knew more after." source="Example figures, 2024"
| Group | Before | After |
|---|---|---|
| Staff | 55% | 91% |
| Carers | 32% | 78% |
:::
""",
    "people": """\
::: chart kind=people title="How many told somebody" alt="44 of 100 told somebody." source="Example figures, 2024"
| Who | Out of 100 |
|---|---|
| Young people who told somebody | 44 |
:::
""",
    "compare": """\
::: compare
- **Do**
  - Listen.
  - Say whom you will tell, {contact:dsl}.
- **Do not**
  - Promise to keep a secret.
:::
""",
    "change": """\
::: compare kind=change
- **At first.** Presents and praise.
- **Later.** Debts and threats.
:::
""",
    "cards": """\
::: cards
- **At home.** Is out late.
- **At school.** Is *tired*.

  And says little.
- **Online.** Has a second phone.
:::
""",
    "steps": """\
::: steps
1. **You notice.** It need not be proof.
2. **You tell {contact:dsl}.** In person or by phone.
::: for carer
3. **You ask what happens next.**
:::
4. **They decide together.** You are told what you need to know.
:::
""",
    "timeline": """\
::: timeline
- **2015.** The Modern Slavery Act{source:LAW-01}.
- **2024.** {fact:NRM-01} were referred.
:::
""",
    "reveal": """\
::: reveal title="What would you do first?"
Tell {contact:dsl}, **today**.

- Then write it down.
:::
""",
    "quote": """\
::: quote by="Modern Slavery Act" source=LAW-01
A child cannot consent.
:::
""",
    "figure": """\
::: figure
![A phone with a face and a line of text](phone.svg)

- 50% 30% **A new friend.** Nobody has met them.
- 50% 58% **A message.** It asks for a secret.
:::
""",
    "media": """\
::: media
![A phone](phone.svg)

Ask who the new friend is.

::: note
Calmly.
:::
:::
""",
    "film": """\
::: media
![Two friends talk](talk.mp4)

Watch how they listen.
:::
""",
    "table": """\
| Year | Children | Change |
|---|---:|---:|
| 2023 | {fact:S-2023 value} | +107 |
| 2024 | {fact:S-2024 value} | +401 |
""",
}
BODY = "".join(f"## {name.capitalize()}\n\n{block}\n" for name, block in BLOCKS.items())


def project(body: str = BODY) -> dict[str, str | bytes]:
    """Files by path, as `source_projects.project` takes them."""
    return {
        "modules/one/module.md": FRONT + body,
        "modules/facts.yaml": FILES["modules/facts.yaml"] + SERIES,
        "modules/one/phone.svg": PHONE,
        "modules/one/phone.png": PNG,
        "modules/one/talk.mp4": MP4,
        "modules/one/talk.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nHow are you?\n",
    }
