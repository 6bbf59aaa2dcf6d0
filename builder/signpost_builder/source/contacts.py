"""Ways to reach somebody as authors type them: the one reader of telephone numbers, e-mail and web addresses.

A number is shown as it is dialled: what a reader sees and what `tel:` says are the same digits (`Contact.dial`).
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from signpost_builder.model import dialled
from signpost_builder.values import frozen

REGION = "GB"
NUMBER = re.compile(r"\+?[0-9(][0-9 ().-]*[0-9]")
EXTENSION = re.compile(r"(?:,|(?<! )) *+((?:ext(?:n|ension)?\.?|opt(?:ion)?\.?|x|#) ?[0-9]{1,6})", re.IGNORECASE)
TRUNK_ZERO = re.compile(r"(?<! ) *+\(0\) *+")  # +44 (0)20 …: dialled from here or from abroad, never both
AT_END = re.compile(r"[,;:] (\+?[0-9(][^,;:]*(?:, [a-z]+\.? ?[0-9]+)?)$", re.IGNORECASE)
IN_WORDS = re.compile(r"(?<![\w/.-])\+?\(?[0-9OoIl][0-9OoIl ().-]{5,}[0-9OoIl](?![\w/-])")
# Digits in words that are no telephone number: opening hours such as 0900-1700 or 9.00 - 17.30, and 01.09.2026.
HOUR = r"(?:[01]?[0-9]|2[0-4])[.: ]?(?:00|15|30|45|59)"
TIMES = re.compile(
    rf"{HOUR}(?: ?- ?{HOUR})+|[0-9]{{1,2}}[.-][0-9]{{1,2}}[.-](?:19|20)[0-9]{{2}}|[12][0-9]{{3}}(?:-[0-9]{{2}}){{2}}"
)
SEVERAL = re.compile(r"\bor\b|\band\b|[/,;&|]|\n", re.IGNORECASE)
# Five digits that begin so take texts: https://www.ofcom.org.uk/phones-and-broadband/phone-numbers (mobile short codes)
TEXT_CODE = re.compile(r"[678][0-9]{4}")
# Numbers that every course may name: emergencies, those that are not urgent, health, power cuts
# (https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbering-policy/designations: type B and emergency numbers).
THREE_DIGITS = {"999", "112", "101", "105", "111"}
PLACEHOLDER = re.compile(
    r"\b(?:tbc|tbd|todo|xxx+|n/a|to be confirmed|insert|lorem)\b|\?\?|0000|\bexample\.(?:org|com|net)\b|\.example\b"
    r"|\bname@school\b|^\W+$|^[\[<][^:=]*[\]>]$|^(?:unknown|not known|(?:same )?as above|ditto|(?:full )?name|(?:first)?name (?:sur|last)name)$",
    re.IGNORECASE,
)
# Typed to fill a field: zeros at the end, or the digits in a row.
FILLED_IN = re.compile(r"0000$|^0?123456789|^07123456789|(\d)\1{6}")
# Ofcom keeps these for drama: https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
DRAMA = re.compile(
    r"(?:01(?:1[3-8]|21|31|41|51|61)4960|02079460|01914980|02896496|02920180|01632960|07700900|08081570|09098790|03069990)"
    r"[0-9]{3}"
)
# Numbers that the library accepts, and that most helplines have: freephone, 03, and Europe's for children in need. Importing it takes 15 ms.
USUAL_NUMBER = re.compile(r"0800[0-9]{6,7}|0808[0-9]{7}|08001111|03[0347][0-9]{8}|116(?:000|111|123)")
# Addresses that the library accepts, and most of those that anybody has: importing it takes 20 ms.
USUAL_EMAIL = r"[A-Za-z0-9]{1,20}(?:[._-][A-Za-z0-9]{1,20}){0,2}@(?:[a-z0-9]{1,20}(?:-[a-z0-9]{1,20})?\.){1,3}(?:uk|com|org|net|eu)"
# Web addresses in which there is nothing to look for: nearly all.
USUAL_ADDRESS = re.compile(
    r"https?://(?:[a-z0-9]{1,30}(?:-[a-z0-9]{1,30})?\.){1,5}[a-z]{2,9}(?:/(?:[A-Za-z0-9/_.~%-]*+(?<=[A-Za-z0-9/]))?)?"
)
WHOLE_NUMBER = "write the whole number with its first 0, such as 01325 123 456, or +44 1325 123 456"


@frozen
class Fault:
    """Why a value is not what it should be; `message` goes on after the value in quotes."""

    message: str
    hint: str


class Telephone(NamedTuple):
    """`number`: what is shown and dialled. `extension`: what is said or pressed afterwards, such as "ext. 12"."""

    number: str
    extension: str = ""


def telephone(text: str) -> Telephone | Fault:
    """A number that can be dialled as it is written: by British rules, or with + and the country's code.

    Judged with the numbering plans of libphonenumber; numbers kept for drama are numbers here (`is_placeholder`).
    """
    text = " ".join(text.split())
    number, extension = _without_extension(text)
    number = TRUNK_ZERO.sub(" ", number) if number.startswith("+") else number
    if not NUMBER.fullmatch(number) or number.count("(") != number.count(")"):
        return _not_digits(text)
    digits = re.sub(r"[^0-9+]", "", number)
    if _can_be_dialled(digits):
        return Telephone(number, extension)
    return _wrong_digits(digits)


def _without_extension(text: str) -> tuple[str, str]:
    for end in EXTENSION.finditer(text):
        if end.end() == len(text):
            return text[: end.start()], end[1]
    return text, ""


def _can_be_dialled(digits: str) -> bool:
    """Whether these digits, neither more nor fewer, are a number of some network that is in use, or one kept for drama."""
    if digits in THREE_DIGITS or USUAL_NUMBER.fullmatch(digits) or is_for_drama(digits):
        return True
    return is_in_a_numbering_plan(digits)


def is_in_a_numbering_plan(digits: str) -> bool:
    """The same, asked of the library alone."""
    import phonenumbers
    from phonenumbers import shortnumberinfo

    try:
        number = phonenumbers.parse(digits, REGION)
    except phonenumbers.NumberParseException:
        return False
    if shortnumberinfo.is_valid_short_number_for_region(number, REGION) and digits == str(number.national_number):
        return not TEXT_CODE.fullmatch(digits)
    whole = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    ways = {whole, f"00{whole[1:]}", *([f"0{whole[3:]}"] if whole.startswith("+44") else [])}
    return phonenumbers.is_valid_number(number) and digits in ways


def _national(digits: str) -> str:
    """A British number as it is dialled in Britain."""
    return f"0{digits[3:]}" if digits.startswith("+44") else digits


def _not_digits(text: str) -> Fault:
    first, *rest = (part.strip() for part in SEVERAL.split(text))
    if rest and all(NUMBER.fullmatch(part) for part in (first, *rest)):
        return Fault(
            "is several telephone numbers; a call goes to one",
            "keep one here; give the other an entry or a column of its own",
        )
    if re.search("[“”„‘’«»\"']", text):
        return Fault(
            "is not a telephone number: there are quotes in it",
            "write straight quotes around it in YAML, none in a table",
        )
    if re.match(r"(?:text|sms|txt)\b", text, re.IGNORECASE):
        return _text_code(text)
    if re.fullmatch(r"[0-9OoIl +().-]+", text) and re.search("[OoIl]", text):
        hint = "write the digits 0 and 1, not the letters O, I or l"
        return Fault("is not a telephone number: there are letters among its digits", hint)
    return Fault("is not a telephone number", "write digits and spaces alone, such as 01325 123 456 or 999")


def _wrong_digits(digits: str) -> Fault:
    if TEXT_CODE.fullmatch(digits):
        return _text_code(digits)
    if digits.startswith("+440"):
        return Fault("has the 0 after +44, which nobody can dial from abroad", "write +44 and the number without its 0")
    if digits.startswith("44") and _can_be_dialled(f"+{digits}"):
        return Fault("has lost its '+'", f"write +{digits}, or 0{digits[2:]}: spreadsheets drop a first '+'")
    if not digits.startswith(("0", "+")) and _can_be_dialled(f"0{digits}"):
        return Fault("has lost its first 0", f"write 0{digits}: spreadsheets drop a first 0; format the column as text")
    if len(digits) < 7:
        return Fault("is no short number that can be called in Britain", WHOLE_NUMBER)
    if len(digits) < 9 and not digits.startswith("+"):
        return Fault("is too short for a telephone number", WHOLE_NUMBER)
    return Fault("is not a number that any network has", f"{WHOLE_NUMBER}; ring it to be sure")


def _text_code(text: str) -> Fault:
    hint = "put it in words, as in the name 'Shout: text SHOUT to 85258'"
    return Fault("takes text messages; it cannot be called", hint)


def telephone_in(words: str) -> Fault | None:
    """What is wrong with the first bad number in running words, such as "Deputies, 1325 555 102"."""
    for place in IN_WORDS.finditer(words):
        run = place[0]
        if sum(character.isdigit() for character in run) < 7 or TIMES.fullmatch(run):
            continue
        if isinstance(result := telephone(run), Fault):
            return Fault(f"names '{run}', which {result.message}", result.hint)
    return None


def contact_fault(name: str, value: str) -> Fault | None:
    """What is wrong with the value of a column of sites.csv or a key of a helpline: its name ends in what it is."""
    match name.rpartition("_")[2]:
        case "phone":
            result = telephone(value)
            return result if isinstance(result, Fault) else None
        case "email":
            return email_fault(value)
        case "url":
            return web_address_fault(value)
        case "on":
            return None
        case _:
            return telephone_in(value)


def number_at_end(words: str) -> tuple[str, Telephone | None]:
    """ "Front desk, 01325 555 100" in two; words that end otherwise stay as they are."""
    ending = AT_END.search(words)
    number = telephone(ending[1]) if ending else None
    return (words[: ending.start()], number) if ending and isinstance(number, Telephone) else (words, None)


def is_placeholder(text: str) -> bool:
    """Whether somebody wrote this only to fill the field, or it is a number or address that is kept for examples."""
    if PLACEHOLDER.search(text):
        return True
    numbers = [place[0] for place in IN_WORDS.finditer(TRUNK_ZERO.sub(" ", text))]
    return any(is_for_drama(number) or FILLED_IN.search(_national(dialled(number))) for number in numbers)


def is_for_drama(number: str) -> bool:
    """Whether nobody has this number, written in any way: Ofcom keeps it for stories."""
    return DRAMA.fullmatch(_national(dialled(TRUNK_ZERO.sub(" ", number)))) is not None


def email_fault(text: str) -> Fault | None:
    """Judged by the grammar (RFC 5321, 5322) without asking any server; letters of other scripts can be look-alikes."""
    hint = "write the address alone, such as name@place.co.uk"
    if not text.isascii():
        return Fault("is not an email address: it has letters that only look like Latin ones", hint)
    if re.fullmatch(USUAL_EMAIL, text):
        return None
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError as problem:
        return Fault(f"is not an email address: {_small(str(problem))}", hint)
    return None


def _small(sentence: str) -> str:
    """A sentence of the library after a colon."""
    return f"{sentence[0].lower()}{sentence[1:].rstrip('.')}"


def web_address_fault(text: str) -> Fault | None:
    """A whole http or https address whose host is a name in Latin letters, without a user before it."""
    return None if USUAL_ADDRESS.fullmatch(text) else unusual_address_fault(text)


def unusual_address_fault(text: str) -> Fault | None:
    """The same, looked at piece by piece."""
    if not re.match(r"https?://", text):
        bare = re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", text, re.IGNORECASE)
        hint = f"write https://{text}" if bare else "write it whole, such as https://www.gov.uk/page"
        return Fault("is not a web address", hint)
    hint = "copy it from the browser"
    if bad := re.search(r"[\s\"<>\\^`{}|]", text):
        return Fault(f"is not a web address: it has '{bad[0]}' in it", hint)
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return Fault("is not a web address", hint)
    if parts.username is not None or parts.password is not None:
        return Fault("names a user before its host, so it leads elsewhere than it seems to", hint)
    if not host.isascii():
        return Fault("has letters in its host that can pass for others", "write the host as xn--…, if it is meant")
    if not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", host):
        return Fault("is not a web address: its host is no name of a website", hint)
    if text[-1] in ".,;:!'":
        return Fault(f"ends with '{text[-1]}', which belongs to the sentence", "take it away")
    return None
