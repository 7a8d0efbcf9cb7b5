"""What the words of a line show: a dash, a name before a colon, a question, who is addressed, page furniture."""

from __future__ import annotations

import re
from typing import NamedTuple

DASHES = r"\-‐‑‒–—―−─"
SPACE = r"[\s\u00ad\u200b-\u200f\u2060\ufeff]"
DASH = re.compile(rf"{SPACE}*[{DASHES}]{SPACE}*(?=[^\s{DASHES}*])")
INLINE_DASH = re.compile(rf"(?<=[.?!…»”\")])(?:{SPACE}+-|{SPACE}*[–—―−─]){SPACE}*(?=[«“\"]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ0-9])")
MARKUP = re.compile(r"\s*([QAАСЖ])(?:[ \t]+([^:\n]{1,60}))?\s*:\s*")  # Q: A:, and С: Ж: (сұрақ, жауап)
HEADING = re.compile(r"\s*#{1,6}\s+")
NUMBERED = re.compile(
    r"\s*(?:\d{1,3}\s*[-–.)]?\s*(?:(?:ін|ын|н)?ш[іы])?\s*-?\s*с(?:ұрақ|ауал)|с(?:ұрақ|ауал)\s*№?\s*\d{1,3})\s*(?:[.:)]\s*|$)",
    re.I,
)
INITIALS = re.compile(rf"\s*((?:[^\W\d_]\.\s?){{1,3}}(?:[^\W\d_]\.?)?)\s*[{DASHES}:]\s*")
NAME_DASH = re.compile(r"\s*([^\W\d_][\w.-]*(?: [^\W\d_][\w.-]*){0,2})\s+[–—−]\s+")
COLON = re.compile(r"[^:\n]{1,160}:(?!//)")

LOOK_ALIKE = str.maketrans("aceiopxyəABCEHIKMOPTXYƏ", "асеіорхуәАВСЕНІКМОРТХУӘ", "\xad\u200b\u200c\u200d\u2060\ufeff")
WORD = re.compile(r"[^\W\d_]+")
ENDS_QUESTION = re.compile(r"[?؟][!.…»”\")\s]*$")
ENDS_SENTENCE = re.compile(r"[.!?…؟:;,][»”\")\s]*$")

ASKING = {"interviewer": "жүргізуші тілші журналист редакция модератор корреспондент интервьюер сұрақ сауал автор тележүргізуші",
          "interviewee": "қонақ жауап респондент спикер кейіпкер маман сарапшы"}  # fmt: skip
ROLE_WORDS = {word: role for role, words in ASKING.items() for word in words.split()}
NOT_NAMES = set(
    "мысалы мәселен себебі демек яғни бірінші екінші үшінші төртінші біріншіден екіншіден үшіншіден ескерту анықтама "
    "дерек дереккөз сурет суретте фото видео тегтер тег авторы авторлары сұхбаттасқан сұқбаттасқан әңгімелескен "
    "дайындаған мекенжайы мекенжай телефон қысқаша сондай тағы айта оқи қорытынды түйін нәтижесі нәтижесінде тақырыбы "
    "редакциядан ps р сілтеме бөлісу байланыс бағасы уақыты орны сонымен сондықтан алайда бірақ бұл ол мен біз қараңыз".split()
)  # words before a colon that name nobody
ASK_WORDS = set(
    "қалай қалайша қандай неге кім кімдер кімге кімнің не нені неде неден немен қашан қайда қайдан қай қайсы қайсысы неше "
    "қанша қаншалықты қаншама неліктен нендей неменеге".split()
)
PARTICLES = set("ма ме ба бе па пе ше".split())
FIRST = set(
    "менің маған мені менде менен меніңше менімше өзім өзімнің өзіме біз біздің бізге бізде бізден бізді өзіміз".split()
)
FIRST_ENDS = (
    "мын",
    "мін",
    "пын",
    "пін",
    "бын",
    "бін",
    "мыз",
    "міз",
    "пыз",
    "піз",
    "быз",
    "біз",
    "дым",
    "дім",
    "тым",
    "тім",
)
SECOND = set("сен сенің саған сені өзің өзіңнің".split())
SECOND_ENDS = tuple(
    "йсыз йсіз псыз псіз мысыз місіз бысыз бісіз пысыз пісіз ғансыз генсіз қансыз кенсіз ңызшы ңізші саңыз сеңіз".split()
)
NOT_SECOND = ("маңыз", "аңыз", "теңіз", "доңыз", "қоңыз", "мүйіз")
REPLIES = set("иә ия йә жоқ әрине рас дұрыс иә рақмет рахмет меніңше білмеймін солай сөзсіз".split())
THANKS = re.compile(
    r"(?:с[ұу][хқ]бат|әңгіме|жауап|уақыт)\w*.{0,60}ра[хқ]мет|ра[хқ]мет.{0,30}(?:с[ұу][хқ]бат|әңгіме)\w*(?:ңызға|ңізге)"
)
SAYING = re.compile(rf"[,!?…»”\"]\s*[{DASHES}]\s*де(?:ді|йді|п|йм|дім|ген|сті|се)")  # «…, – деді ол»
NARRATING = re.compile(
    r"\b(?:деді|дейді|мәлімдеді|хабарлады|хабарлайды|айтуынша|сөзінше|пікірінше|мәліметінше|атап өтті|атап айтты|деп айтты|"
    r"жеткізді|түсіндірді|баяндады|тоқталды|айтып берді)\b"
)
BYLINE = re.compile(
    r"(?:с[ұу][хқ]бат(?:тасқан|ты? жүргізген|ты? алған|ты? дайындаған|тасты)|әңгіме(?:лескен|лесті|ні? жүргізген|ні? жазып алған)|"
    r"автор(?:ы|лары)?\b|дайындаған|жазып алған|жазған|тілдескен|пікірлескен|сөйлескен|сұраған|аударған)"
)
BYLINE_END = re.compile(r"(?:с[ұу][хқ]баттас(?:ты|қан)|әңгімелес(?:ті|кен)|сұхбат алды|дайындады)\W*$")
NAME_NEXT = re.compile(r"\W*(?:[\w-]+ ){0,2}?[«“\"]?[A-ZА-ЯӘҒҚҢӨҰҮҺІ][^\s.]*(?:\.|\s|,|$)")
CAPTION = re.compile(
    r"\W*(?:(?:көрнекі |жоғарыдағы |төмендегі )?(?:сурет|фото)(?:те|ті|да|ны|лар|ларды|лер|лерді)?\b(?=\W*$|\s*[:–—-]|.*(?:түсірген|алынды|мұрағат|"
    r"архив|дереккөз|\.kz))|суретте\b|фотода\b|суретті түсірген|photo\b|видео\s*[:–—-]|ашық дереккөз)|.*(?:мұрағатынан|мұрағаттан|архивінен|дереккөзі?(?:ден|нен)? алын\w+)\W*$"
)
MONTH = "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан"
PAGE = re.compile(
    rf"\W*(?:[\w ]{{0,20}}\W{{1,4}})?(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{1,2}}\s+(?:{MONTH})\W*(?:\d{{4}})?|\d{{4}}\s+жыл\w*\s+\d{{1,2}}\s+(?:{MONTH}))(?:\W*\d[\d: ]*)?\W*$"
    r"|[\d\s:.,•|]+$|\W*\d*\s*(?:рет|мин(?:ут)?|көрсетілді|оқу үшін|рет көрсетілді|мин оқу үшін|қарал(?:ым|ды)|көрілім|пікір(?:лер)?)\W*\d*\W*$"
    r"|\W*(?:сұхбат|сұқбат|басты бет|қоғам|саясат|мәдениет|бөлісу|жазылу|басып шығару|facebook|telegram|whatsapp|twitter|instagram|vk)\W*$"
    r"|\W*(?:тегтер|тэгтер|пікір(?:лер)? (?:қалдыру|жазу|қосу)|ұқсас|соңғы жаңалықтар|оқи отырыңыз|тағы оқыңыз|сондай-ақ оқыңыз|бізге жазыл|бөлісу\W|©)"
)


class Label(NamedTuple):
    """A name printed before a turn: its span ends where speech begins."""

    name: str
    title: str
    end: int


def plain(text: str) -> str:
    """The text with look-alike Latin letters made Cyrillic and invisible characters dropped."""
    return text.translate(LOOK_ALIKE).strip()


def find_label(line: str) -> Label | None:
    """The name (and title) before a colon at the start of a line, else None."""
    match = COLON.match(line[:170])
    if not match:
        return None
    prefix = match.group()[:-1].strip(" \t\xa0\u200b\ufeff")
    name, _, title = (
        re.split(r"(\s*[,(]\s*|\s[–—-]\s)", prefix, maxsplit=1)
        if re.search(r"[,(]|\s[–—-]\s", prefix)
        else (prefix, "", "")
    )
    words = name.strip("«»“”\"' ").split()
    key = plain(name).lower()
    if not 1 <= len(words) <= 4 or words[0].lower().strip(".") in NOT_NAMES or re.search(r"[.?!]\s", title):
        return None
    if key not in ROLE_WORDS and not all(w[0].isupper() or w[0] in '«“"' or ".kz" in w for w in words):
        return None
    if name[0] in DASHES or len(name) > 60 or len(title.split()) > 14 or not WORD.search(name):
        return None
    end = match.end()
    dash = DASH.match(line, end)
    return Label(name.strip(), title, dash.end() if dash else end + len(re.match(rf"{SPACE}*", line[end:]).group()))


def is_question(line: str) -> bool:
    """Whether a line ends in a question mark."""
    return bool(ENDS_QUESTION.search(line[-20:]))


def asks(first: str, last: str, size: int) -> float:
    """How much a stretch sounds like an interviewer (above 0) or an interviewee (below 0), in rough log odds.

    `first` and `last` are its first and last line, `size` its length in characters.
    """
    tail, head = plain(last[-300:]).lower(), plain(first[:300]).lower()
    ending, opening = WORD.findall(tail), WORD.findall(head)
    words = {*opening, *ending}
    score = 0.0
    if is_question(last):
        score += 2.5
    elif ending and (ending[-1] in PARTICLES or "?" in tail):
        score += 1.0
    elif any(word in ASK_WORDS for word in ending[-8:]):
        score += 0.5
    score += 1.5 * any(
        w in SECOND
        or w.startswith("сіз")
        or w.endswith(SECOND_ENDS)
        or ("ңыз" in w or "ңіз" in w)
        and not w.startswith(NOT_SECOND)
        for w in words
    )
    score -= 1.0 * any(w in FIRST or w.endswith(FIRST_ENDS) for w in words)
    score -= 1.0 * bool(opening and opening[0] in REPLIES)
    score -= (size > 350) * 0.75 + (size > 800) * 0.75 + (size > 2000)
    return score + (4.0 if size < 250 and THANKS.search(tail) else 0.0)


def in_capitals(line: str) -> bool:
    """Whether a line is set in capitals."""
    letters = [c for c in line[:200] if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def is_name(line: str) -> bool:
    """Whether a line is nothing but a person's name, perhaps with outlet or town after a comma."""
    words = re.split(r"\s*[,(]", line)[0].split()
    return 2 <= len(words) <= 4 and len(line) < 90 and all(w[0].isupper() and (w.istitle() or w.isupper() or "-" in w or "." in w) for w in words) \
        and not ENDS_SENTENCE.search(line)  # fmt: skip


def furniture(line: str) -> str:
    """'byline', 'caption', 'page' (date, views, share, tags) or '' for a line as a whole."""
    if len(line) > 160:
        return ""
    text = plain(line).lower()
    words = len(text.split())
    if (
        words <= 14
        and (m := BYLINE.match(text))
        and (not text[m.end() :].strip(" :–-") or NAME_NEXT.match(plain(line), m.end()))
    ):
        return "byline"
    if words <= 8 and BYLINE_END.search(text) and is_name(line.rsplit(" ", 1)[0]):
        return "byline"
    if words <= 25 and CAPTION.match(text):
        return "caption"
    return "page" if words <= 14 and PAGE.match(text) else ""
