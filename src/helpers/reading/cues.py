"""What the words of a line show: a dash, a name before a colon, a question, who is addressed, page furniture."""

import re
from typing import NamedTuple

from ..letters import TO_CYRILLIC


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DASHES = r"\-‐‑‒–—―−─"
SPACE = r"[\s\u00ad\u200b-\u200f\u2060\ufeff]"
UPPER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
BLANK = re.compile(rf"{SPACE}*\Z")
DASH = re.compile(rf"{SPACE}*[{DASHES}]{SPACE}*(?=[^\s{DASHES}*])")
INLINE_DASH = re.compile(
    rf"(?<=[.?!…»”\")])(?:{SPACE}+-|{SPACE}*[–—―−─])(?={SPACE}*[«“\"]?[{UPPER}0-9]){SPACE}*",
)
MARKUP = re.compile(r"\s*([QAАСЖ])(?:[ \t]+([^:\n]{1,60}))?\s*:\s*")  # Q: A:, also С: Ж: (сұрақ, жауап)
HEADING = re.compile(r"\s*#{1,6}\s+")
NUMBERED = re.compile(
    r"\s*(?:\d{1,3}\s?[-–.)]?\s?(?:[іы]?н?ш[іы])?[- ]?с(?:ұрақ|ауал)|с(?:ұрақ|ауал) ?№? ?\d{1,3})(?:\s*[.:)]\s*|\s*$)",
    re.I,
)
INITIALS = re.compile(rf"\s*([{UPPER}]\.\s?(?:[{UPPER}]\.?\s?){{0,2}})\s*[{DASHES}:]\s*")
NAME_DASH = re.compile(rf"\s*([{UPPER}][\w.]*(?: [{UPPER}][\w.]*){{0,2}})\s+[–—−]\s+")
COLON = re.compile(r"[^:\n]{1,160}:(?!//)")

TO_CLEAN = re.compile(f"[{''.join(map(chr, TO_CYRILLIC))}]")
SPAN = 160  # characters at the beginning and the end of a stretch that are looked at
WORD = re.compile(r"[^\W\d_]+")
ENDS_QUESTION = re.compile(r"[?؟][!.…»”\")\s]*$")
ENDS_SENTENCE = re.compile(r"[.!?…؟:;,][»”\")\s]*$")

ASKERS = _words("жүргізуші тележүргізуші тілші журналист редакция модератор корреспондент интервьюер сұрақ сауал автор")
ANSWERERS = _words("қонақ жауап респондент спикер кейіпкер маман сарапшы")
NOT_NAMES = _words(
    """мысалы мәселен себебі демек яғни бірінші екінші үшінші төртінші біріншіден екіншіден үшіншіден ескерту анықтама
    дерек дереккөз сурет суретте фото видео тегтер тег авторы авторлары сұхбаттасқан сұқбаттасқан әңгімелескен ол мен
    дайындаған мекенжайы мекенжай телефон қысқаша сондай тағы айта оқи қорытынды түйін нәтижесі нәтижесінде тақырыбы
    редакциядан ps р сілтеме бөлісу байланыс бағасы уақыты орны сонымен сондықтан алайда бірақ бұл біз қараңыз"""
)  # words before a colon that name nobody
ASK_WORDS = _words(
    """қалай қалайша қандай неге кім кімдер кімге кімнің не нені неде неден немен қашан қайда қайдан қай қайсы қайсысы
    неше қанша қаншалықты қаншама неліктен нендей ма ме ба бе па пе ше"""
)
I_ENDS = tuple(f"{end} " for end in _words("мын мін пын пін бын бін мыз міз пыз піз быз біз дым дім тым тім"))
FIRST = (*I_ENDS, *(f" {word} " for word in _words("менің маған мені менде менен меніңше менімше өзім бізге")), " бізд")
SECOND = (" сіз", "ңыз", "ңіз", " сен ", " сенің ", " саған ", " сені ", " өзің ")
SECOND += tuple(f"{end} " for end in _words("йсыз йсіз псыз псіз мысыз місіз бысыз бісіз пысыз пісіз ғансыз генсіз"))
NEITHER = (" маңыз", " аңыз", " теңіз", " доңыз", " қоңыз", " тым ")
REPLIES = _words("иә ия йә жоқ әрине рас дұрыс меніңше білмеймін солай сөзсіз")
THANKS = re.compile(
    r"(?:с[ұу][хқ]бат|әңгіме|жауап|уақыт)\w*.{0,60}ра[хқ]мет|ра[хқ]мет.{0,30}(?:с[ұу][хқ]бат|әңгіме)\w*(?:ңызға|ңізге)"
)
SAYING = re.compile(rf"[,!?…»”\"]\s*[{DASHES}]\s*де(?:ді|йді|п|йм|ген|сті|се)")  # «…, – деді ол»
NARRATING = re.compile(
    r"\b(?:деді|дейді|мәлімдеді|хабарла(?:ды|йды)|айтуынша|сөзінше|пікірінше|мәліметінше|атап (?:өтті|айтты)|деп айтты|"
    r"жеткізді|түсіндірді|баяндады|тоқталды|айтып берді)\b"
)
BYLINE = re.compile(
    r"(?:с[ұу][хқ]бат(?:тасқан|тасты|ты? (?:жүргізген|алған|дайындаған))|әңгіме(?:лескен|лесті)"
    r"|әңгімені? (?:жүргізген|жазып алған)|автор(?:ы|лары)?\b"
    r"|дайындаған|жазып алған|жазған|тілдескен|пікірлескен|сөйлескен|аударған)"
)
BYLINE_END = re.compile(r"(?:с[ұу][хқ]баттас(?:ты|қан)|әңгімелес(?:ті|кен)|сұхбат алды|дайындады)\W*$")
NAME_NEXT = re.compile(rf"\W*(?:[\w-]+ ){{0,2}}?[«“\"]?[{UPPER}][^\s.]*(?:[.,\s]|$)")
CAPTION = re.compile(
    r"\W*(?:(?:көрнекі |жоғарыдағы |төмендегі )?(?:сурет|фото)(?:ті|лар(?:ды)?|тер(?:ді)?)?\b"
    r"(?=\W*$|\s*:|.*(?:түсірген|алын|мұрағат|архив|дереккөз|\.kz))"
    r"|суретте\b|фотода\b|photo\b|видео\s*[:–—-]|ашық дереккөз)"
    r"|.*(?:мұрағатынан|мұрағаттан|архивінен|дереккөзі?[дн]ен)(?: алын\w+)?\W*$"
)
MONTH = "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан|"
MONTH += "январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр"
DATE = rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|(?:\d{{4}}\s+жыл\w*\s+)?\d{{1,2}}\s+(?:{MONTH})[а-я]?"
COUNTER = r"рет(?: оқылды| қаралды| көрсетілді)?|оқыл(?:ым|ды)|көрсетілді|қарал(?:ым|ды)|көрілім|пікір(?:лер)?"
COUNTER += r"|мин(?:ут)?(?: оқу үшін)?|оқу үшін"
PAGE = re.compile(
    rf"\W*(?:\w[\w ]{{0,20}}\W{{0,4}})?(?:{DATE})[\W\d]*$|[\d\s:.,•|]+$|[-+−]?[\d.,]+\s*°?[cс]$"
    rf"|\W*\d*\s*(?:{COUNTER})[\W\d]*$"
    r"|\W*(?:с[ұу][хқ]бат|басты бет|қоғам|саясат|мәдениет|спорт|бөлісу|жазылу|басып шығару"
    r"|астана|н[ұу]р-с[ұу]лтан|алматы|шымкент|facebook|telegram|whatsapp|twitter|instagram|vk)\W*$"
    r"|\W*(?:тегтер|тэгтер|пікір(?:лер)? (?:қалдыру|жазу|қосу)|ұқсас|соңғы жаңалықтар"
    r"|(?:оқи|тағы|сондай-ақ) оқыңыз|оқи отырыңыз|бізге жазыл|бөлісу\W|©)"
)


class Label(NamedTuple):
    """A name printed before a turn; speech begins at `end`."""

    name: str
    end: int


def plain(text: str) -> str:
    """The text with look-alike Latin letters made Cyrillic and invisible characters dropped."""
    return (text.translate(TO_CYRILLIC) if TO_CLEAN.search(text) else text).strip()


def find_label(line: str) -> Label | None:
    """The name before a colon at the start of a line, perhaps with a title, else None."""
    match = COLON.match(line[:170])
    if not match:
        return None
    name, *title = re.split(r"\s*[,(]\s*|\s[–—-]\s", match[0][:-1].strip(" \t\xa0\u200b\ufeff"), maxsplit=1)
    words = name.strip("«»“”\"' ").split()
    if not 1 <= len(words) <= 4 or len(name) > 60 or name[0] in DASHES or not WORD.search(name):
        return None
    if plain(words[0]).lower().strip(".") in NOT_NAMES or (title and re.search(r"[.?!]\s", title[0])):
        return None
    quoted = name[0] in '«“"' and name[-1] in '»”"'
    if not (quoted or plain(name).lower() in ASKERS | ANSWERERS or all(w[0].isupper() or ".kz" in w for w in words)):
        return None
    dash = DASH.match(line, match.end())
    return Label(name, dash.end() if dash else re.compile(rf"{SPACE}*").match(line, match.end()).end())


def is_question(line: str) -> bool:
    """Whether a line ends in a question mark."""
    return bool(ENDS_QUESTION.search(line[-20:]))


def ends_sentence(line: str) -> bool:
    """Whether a line ends in a punctuation mark."""
    return bool(ENDS_SENTENCE.search(line[-20:]))


def asks(first: str, last: str, size: int = 0) -> float:
    """How much a stretch sounds like an interviewer (above 0) or an interviewee (below 0), in rough log odds.

    `first` and `last` are its beginning and its end, `size` its length in characters.
    """
    opening, ending = WORD.findall(plain(first[:SPAN]).lower()), WORD.findall(plain(last[-SPAN:]).lower())
    words = f" {' '.join(opening)} {' '.join(ending)} "
    for form in NEITHER:
        words = words.replace(form, " ")
    asked = is_question(last) and not words.endswith(I_ENDS)  # "what shall I do?" asks nobody
    addressed = any(form in words for form in SECOND) or (asked and words.endswith(("сыз ", "сіз ")))
    wondered = "?" in last[-SPAN:] or not ASK_WORDS.isdisjoint(ending[-8:])
    score = 2.5 if asked else 0.5 if wondered else 0.0 if addressed else -0.5
    score += 1.5 * addressed - any(form in words for form in FIRST) - (bool(opening) and opening[0] in REPLIES)
    score -= 0.75 * (size > 350) + 0.75 * (size > 800) + (size > 2000)
    return score + 4.0 * (size < 250 and thanks(last))


def thanks(line: str) -> bool:
    """Whether a line thanks for the interview."""
    return bool(THANKS.search(plain(line[-200:]).lower()))


def in_capitals(line: str) -> bool:
    """Whether a line is set in capitals."""
    head = line[:120]
    return head.upper() == head and sum(map(str.isalpha, head)) > 3


def is_name(line: str) -> bool:
    """Whether a line is nothing but a person's name, perhaps with an outlet or a town after a comma."""
    words = re.split(r"\s*[,(]", line.strip())[0].split()
    capital = all(w[0].isupper() and (w[1:].islower() or w.isupper() or "-" in w or "." in w) for w in words)
    return 2 <= len(words) <= 4 and len(line) < 90 and capital and not ends_sentence(line)


def furniture(line: str) -> str:
    """'byline', 'caption', 'page' (date, views, share, tags) or '' for a line as a whole."""
    if len(line) > 160:
        return ""
    text = plain(line)
    lower, words = text.lower(), len(text.split())
    if (
        words <= 14
        and (m := BYLINE.match(lower))
        and (not lower[m.end() :].strip(" :–-") or NAME_NEXT.match(text, m.end()))
    ):
        return "byline"
    if words <= 8 and BYLINE_END.search(lower) and is_name(text.rsplit(" ", 1)[0]):
        return "byline"
    if words <= 25 and CAPTION.match(lower):
        return "caption"
    return "page" if words <= 14 and PAGE.match(lower) else ""
