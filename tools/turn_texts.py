# ruff: noqa: E501 - tables of printed forms
"""Interviews printed again: the turns of our own texts in many layouts, line breakings and states of damage.

What `train_turns.py` learns from and `benchmarks/turns.py` measures with. A text is a list of lines, a line a list of
(tag, text) stretches; tags as in tests/data/layouts/README.md. All names and furniture here are made up.
"""

import csv
import random
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
NEWS = ROOT.parent / "shared/data/kaznerd_sentences.txt"
ROLE = {
    "Q": "interviewer",
    "q": "interviewer",
    "LQ": "interviewer",
    "A": "interviewee",
    "a": "interviewee",
    "LA": "interviewee",
}
Line = list[tuple[str, str]]


@dataclass
class Talk:
    """An interview without its marks: lines before, turns of paragraphs, lines after."""

    name: str
    head: list[tuple[str, str]]
    turns: list[tuple[str, list[str]]]  # "Q" or "A", paragraphs
    tail: list[tuple[str, str]] = field(default_factory=list)
    breaks: dict[int, list[tuple[str, str]]] = field(default_factory=dict)  # subheads before turn n


MARK = re.compile(r"^\s*[-–—−─]\s*")


def tagged(path: Path) -> list[Line]:
    """A text of tests/data in which each line is `tag|text`."""
    lines = [row.partition("|") for row in path.read_text(encoding="utf-8").splitlines()]
    return [[(tag, text)] for tag, _, text in lines]


def _from_turn_table(path: Path, table: Path, codec: str = "utf-8") -> list[Line]:
    """A text with a hand-made table of its lines; only where no line holds several turns."""
    lines, turn = [], ""
    with open(table, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row, text in zip(rows, path.read_bytes().decode(codec).splitlines()):
        tag = {"headline": "H", "lead": "L", "intro": "I", "subhead": "S", "caption": "C", "byline": "B"}.get(
            row["section"], "_"
        )
        if row["section"] in ("turn", "label"):
            tag = "Q" if row["role"] == "interviewer" else "A"
            if row["section"] == "label":
                tag = "L" + tag
            elif row["turn_no"] == turn:
                tag = tag.lower()
            turn = row["turn_no"]
        lines.append([(tag, text)])
    return lines


def _from_dashes(path: Path) -> list[Line]:
    """A held-out interview of data/labels: a dash opens every turn, questions first, three lines before it."""
    lines, role = [], "A"
    every = path.read_text(encoding="utf-8").splitlines()
    named = not any(MARK.match(text) for text in every)
    for n, text in enumerate(every):
        if (LABEL if named and n > 1 else MARK).match(text):
            role = "A" if role == "Q" else "Q"
            lines.append([(role, text)])
        elif role == "A" and not any(tag == "Q" for line in lines for tag, _ in line):
            lines.append([("_" if not text.strip() else "H" if n == 0 else "I", text)])
        else:
            lines.append([(role.lower() if text.strip() else "_", text)])
    return lines


LABEL = re.compile(r"^[^:.?!]{1,60}:\s*[-–—]?\s*|^[А-ЯӘҒҚҢӨҰҮҺІ]\.\s?[А-ЯӘҒҚҢӨҰҮҺІ]\.?\s*[-–:]\s*")


def talk_of(name: str, lines: list[Line]) -> Talk:
    """The interview behind a printed text, its marks removed."""
    talk = Talk(name, [], [])
    for (tag, text), *_ in lines:
        bare = MARK.sub("", text)
        if tag in ("Q", "A"):
            bare = (
                LABEL.sub("", bare)
                if name.startswith(("garden", "museum", "interview_economist", "outlet_writer"))
                else bare
            )
            talk.turns.append((tag, [bare.strip()]))
        elif tag in ("q", "a") and talk.turns:
            talk.turns[-1][1].append(bare.strip())
        elif tag in ("S", "C") and talk.turns:
            talk.breaks.setdefault(len(talk.turns), []).append((tag, text))
        elif tag == "B" and talk.turns:
            talk.tail.append((tag, text))
        elif tag not in ("_", "LQ", "LA"):
            talk.head.append((tag, text))
    return talk


def originals() -> dict[str, list[Line]]:
    """The marked texts that we have, as printed."""
    texts = {
        "kopbaev": _from_turn_table(ROOT / "data/raw/kopbaev_interview.txt", ROOT / "tests/data/kopbaev_turns.tsv")
    }
    for path in sorted((ROOT / "data/samples").glob("*.txt")):
        if "one_paragraph" not in path.name:
            codec = "kz1048" if "kz1048" in path.name else "utf-8"
            texts[path.stem] = _from_turn_table(path, path.with_suffix(".turns.tsv"), codec)
    for path in sorted((ROOT / "data/labels/held_out").glob("interview_*.txt")):
        texts[path.stem] = _from_dashes(path)
    for folder in ("layouts", "pages"):
        for path in sorted((ROOT / "tests/data" / folder).glob("*.txt")):
            texts[path.stem] = tagged(path)
    return texts


PRINTABLE = 4  # turns that a text must have to be printed again


def talks() -> list[Talk]:
    """The interviews that can be printed again."""
    skipped = ("08_", "15_", "13_", "14_", "09_", "11_", "22_", "17_", "30_", "inline", "first_name", "26_")
    found = []
    for name, lines in originals().items():
        tags = {tag for line in lines for tag, _ in line}
        if {"Q", "A"} <= tags and not name.startswith(skipped) and "guests" not in name:
            talk = talk_of(name, lines)
            if len(talk.turns) >= PRINTABLE:
                found.append(talk)
    return found


def hidden(name: str) -> bool:
    """Whether a text belongs to the third that is never looked at while tuning."""
    return zlib.crc32(("d" + name).encode()) % 3 == 0


NAMES = [("Айгүл Серікова", "Бекжан Оразов"), ("Динара Қалиева", "Тоқтар Мейірбеков"), ("Асхат Жүсіп", "Гүлмира Сатыбалды"),
         ("Мақпал Ерлан", "Нұрбол Тілеуов"), ("Жанна Омар", "Қайрат Есенов"), ("Ерік Сәбит", "Зәуре Бөкен")]  # fmt: skip
ABOVE = ["12.03.2021, 14:05", "Басты бет", "Қоғам", "Сұхбат • 5 қараша 2020", "581 рет оқылды", "Қаралым: 1204", "3 пікір",
         "18 мамыр, 2019", "Фото: ашық дереккөз", "Бөлісу:", "7 мин оқу үшін"]  # fmt: skip
BELOW = [["Тегтер: сұхбат, қоғам"], ["Пікір қалдыру", "Ұқсас жаңалықтар", "Қалада жаңа саябақ ашылды"], ["Сәуле ИСАҚ"],
         ["Сұхбаттасқан Әлия ҚАНАТ"], ["Әңгімелескен Бақыт Сейіт", "Суреттер жеке мұрағаттан алынды"], ["Автор: Тимур Қали"],
         ["Айбек Нұрлан,", "Алматы облысы"], ["Рейтинг: 4.5", "Пікірлер (2)", "Жақсы сұхбат екен, рахмет!"],
         ["Дайындаған Мәрия СӘТ"], ["Жазылу: Telegram арнамыз"], ["Сұхбатты жүргізген Қ. Омаров", "12.04.2020"]]  # fmt: skip
WITHIN = [("S", "ЖАҢА БАСТАМА"), ("S", "Бала кезден басталған жол"), ("C", "Фото: жеке мұрағаттан"), ("S", "Еңбек пен атақ"),
          ("C", "Алматы, 2014 жыл"), ("C", "Оқи отырыңыз: Жаңа театр маусымы ашылды"), ("S", "Отбасы туралы"),
          ("C", "Суретте: әріптестерімен бірге")]  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """How a page prints who speaks: marks before questions and answers ({n}: names, {t}: a time, {i}: the turn)."""

    name: str
    question: str
    answer: str
    upper: bool = False  # questions in capitals
    inline: bool = False  # the whole interview in one paragraph
    own_line: bool = False  # the mark has a line of its own


def _pair(name, question, answer, **more):
    return Layout(name, question, answer, **more)


LAYOUTS = [
    *(_pair(f"dash {d}", d, d) for d in ("– ", "-", "— ", "− ", "- ", "─ ", " – ")),
    _pair("dash answers", "", "– "), _pair("dash questions", "– ", ""),
    _pair("names", "{Q}: ", "{A}: "), _pair("first names", "{q}: ", "{a}: "), _pair("names dash", "{Q}: – ", "{A}: – "),
    _pair("initials dash", "{IQ} – ", "{IA} – "), _pair("initials colon", "{IQ}: ", "{IA}: "),
    _pair("label lines", "{Q}:", "{A}:", own_line=True), _pair("role lines", "Жүргізуші:", "Қонақ:", own_line=True),
    _pair("name dash", "{Q} – ", "{A} – "), _pair("role words", "Сұрақ: ", "Жауап: "), _pair("role words 2", "Журналист: ", "Кейіпкер: "),
    _pair("ru roles", "Корреспондент: ", "Ответ: "), _pair("interviewer", "Interviewer: ", "Respondent: "), _pair("I P1", "I: ", "P1: "),
    _pair("INT RESP", "INT: ", "RESP: "), _pair("И Р", "И: ", "Р: "), _pair("Q A", "Q: ", "A: "), _pair("Q. A.", "Q. ", "A. "),
    _pair("name time", "{Q} (00:{i}:03): ", "{A} (00:{i}:43): "), _pair("time name", "[00:{i}:03] {Q}: ", "[00:{i}:33] {A}: "),
    _pair("markdown", "**{Q}:** ", "**{A}:** "), _pair("Speaker", "Speaker 1: ", "Speaker 2: "),
    _pair("letter and dash", "F: ", "– "), _pair("outlet and dash", "«Дала»: ", "– "), _pair("name and dash", "{Q}: ", "– "),
    _pair("numbered", "{k}. ", ""), _pair("capitals", "", "", upper=True), _pair("one paragraph", "– ", "– ", inline=True),
    _pair("one paragraph letter", "F: ", "– ", inline=True), _pair("answers named", "", "{A}: "), _pair("double dash", "-- ", "-- "),
    _pair("bullets", "• ", "• "), _pair("tilde", "~ ", "~ "), _pair("own line", "{Q}", "{A}", own_line=True),
    _pair("otter", "{Q}  {i}:03", "{A}  {i}:43", own_line=True), _pair("parliament", "{UQ}. ", "{UA}. "),
    _pair("chair", "ТӨРАҒА. ", "{UA}. "), _pair("question label", "1-ші сұрақ. ", ""), _pair("bar", "{q} | ", "{a} | "),
]  # fmt: skip
PRESS = {"dash – ", "dash -", "dash — ", "dash − ", "dash - ", "dash answers", "dash questions", "names", "names dash", "first names",
         "initials dash", "letter and dash", "outlet and dash", "name and dash", "one paragraph", "label lines", "answers named"}  # fmt: skip
SENTENCES = re.compile(r"(?<=[.?!…])\s+(?=[A-ZА-ЯӘҒҚҢӨҰҮҺІ«\"–—-])")


def print_talk(
    talk: Talk, layout: Layout, rng: random.Random, breaking: str = "as is", furniture: bool = False
) -> list[Line]:
    """An interview in a layout. `breaking`: as is, paragraphs, sentences."""
    lines: list[Line] = [[stretch] for stretch in talk.head]
    if furniture:
        lines = [[("I", text)] for text in rng.sample(ABOVE, rng.randint(0, 3))] + lines
    names = rng.choice(NAMES)
    inline: Line = []
    for n, (role, paragraphs) in enumerate(talk.turns):
        if not layout.inline:
            lines += [[stretch] for stretch in talk.breaks.get(n, [])]
            if furniture and n > 1 and role == "Q" and rng.random() < 0.12:
                lines.append([rng.choice(WITHIN)])
        whole = _broken(paragraphs, breaking)
        if layout.upper and role == "Q":
            whole = [text.upper() for text in whole]
        turn = _print_turn(_mark(layout, role, names, n), role, whole, layout)
        inline += [(role, turn[0][0][1])] if layout.inline else []
        lines += [] if layout.inline else turn
    if inline:
        lines += _print_inline(inline, breaking)
    tail = talk.tail
    if furniture:
        tail = [("B", text) for text in rng.choice(BELOW)] if rng.random() < 0.7 else []
    return lines + [[stretch] for stretch in tail]


def _print_turn(mark: str, role: str, whole: list[str], layout: Layout) -> list[Line]:
    """The lines of a turn: its mark before the first, or on a line of its own."""
    if layout.inline:
        return [[(role, mark + " ".join(whole))]]
    roles = [role, *[role.lower()] * (len(whole) - 1)]
    if layout.own_line:
        return [[("L" + role, mark)], *([stretch] for stretch in zip(roles, whole))]
    return [[stretch] for stretch in zip(roles, [mark + whole[0], *whole[1:]])]


def _print_inline(turns: Line, breaking: str) -> list[Line]:
    """Turns behind one another in one paragraph, or a sentence a line."""
    if breaking != "sentences":
        return [[*((role, text + " ") for role, text in turns[:-1]), turns[-1]]]
    lines: list[Line] = []
    for role, text in turns:
        parts = SENTENCES.split(text)
        lines += [[(role if k == 0 else role.lower(), part)] for k, part in enumerate(parts)]
    return lines


ITEMS = [
    "еңбекке баулу;",
    "тәртіпті қатайту;",
    "ата-анамен жұмыс істеу;",
    "қаржыны үнемдеу;",
    "жастарды тарту;",
    "сапаны арттыру.",
]
SPEECH = ["– Балам, қайдан келдің? – деді ол.", "– Ауылдан келдім, – дедім мен.", "– Келе ғой, – деп күлді.", "– Кім айтты саған? – деді әкем.",
          "– Білмеймін, – дедім ұялып."]  # fmt: skip


def with_dashes_in_answers(lines: list[Line], rng: random.Random) -> list[Line]:
    """The text with a list or with speech inside some answers."""
    out = []
    for k, line in enumerate(lines):
        out.append(line)
        last = k + 1 == len(lines) or lines[k + 1][0][0] not in ("a", "q")
        if line[0][0] in ("A", "a") and len(line) == 1 and last and rng.random() < 0.3:
            if rng.random() < 0.5:
                out[-1] = [(line[0][0], line[0][1] + " Мұнда бірнеше шара бар:")]
                out += [[("a", f"– {item}")] for item in rng.sample(ITEMS, 3)]
                out.append([("a", "Осының бәрі қажет деп ойлаймын.")])
            else:
                out += [[("a", speech)] for speech in rng.sample(SPEECH, 2)]
    return out


TITLES = ["заңгер", "мұғалім", "дәрігер", "студент", "зейнеткер", "кәсіпкер", "экономист", "режиссер"]


def with_guests(talk: Talk, rng: random.Random, breaking: str = "as is") -> list[Line]:
    """The interview with two or three guests who answer under their names, sometimes one after another."""
    lines: list[Line] = [[stretch] for stretch in talk.head]
    people = rng.sample([name for pair in NAMES for name in pair], rng.randint(2, 3))
    own_line, titled = rng.random() < 0.3, rng.random() < 0.3
    asker = rng.choice(["", "", "«Дала»: ", "Тілші: ", "– "]) if not own_line else ""
    for role, paragraphs in talk.turns:
        whole = _broken(paragraphs, breaking)
        if role == "Q":
            lines += [[("Q" if k == 0 else "q", asker + text if k == 0 else text)] for k, text in enumerate(whole)]
            continue
        parts = (
            [whole[: len(whole) // 2], whole[len(whole) // 2 :]] if len(whole) > 1 and rng.random() < 0.6 else [whole]
        )
        for person, part in zip(rng.sample(people, len(parts)), parts):
            label = f"{person}, {TITLES[people.index(person)]}: " if titled else f"{person}: "
            if own_line:
                lines += [[("LA", label.strip())], [("A", "– " + part[0])]]
            else:
                lines.append([("A", label + part[0])])
            lines += [[("a", text)] for text in part[1:]]
    return lines + [[stretch] for stretch in talk.tail]


def poll(some: list[Talk], rng: random.Random, breaking: str = "as is") -> list[Line]:
    """Several people answer one question under their names."""
    lines: list[Line] = [[("H", rng.choice(["Сіз қалай ойлайсыз?", "Тұрғындар не дейді?", "Оқырман пікірі"]))]]
    lines.append(
        [
            (
                "I",
                rng.choice(
                    [
                        "Осы сұрақты бірнеше адамға қойдық.",
                        "Біз көшеде сауалнама жүргіздік.",
                        "Мамандар былай жауап берді.",
                    ]
                ),
            )
        ]
    )
    own_line, dash = rng.random() < 0.4, rng.random() < 0.5
    people = rng.sample([name for pair in NAMES for name in pair], rng.randint(2, 5))
    for n, person in enumerate(people):
        talk = rng.choice(some)
        whole = _broken(rng.choice([ps for role, ps in talk.turns if role == "A"]), breaking)
        own = "Мен осыны қолдаймын." if n % 2 else "Біздің отбасында бұл жиі айтылады, маған ұнайды."
        whole = [own, *whole] if breaking == "sentences" else [f"{own} {whole[0]}", *whole[1:]]
        label = f"{person}, {TITLES[n]}:" if rng.random() < 0.8 else f"{person}:"
        if own_line:
            lines += [[("LA", label)], [("A", ("– " if dash else "") + whole[0])]]
        else:
            lines.append([("A", f"{label} {'– ' if dash else ''}{whole[0]}")])
        lines += [[("a", text)] for text in whole[1:]]
    return lines


def _mark(layout: Layout, role: str, names: tuple[str, str], n: int) -> str:
    cells = {"i": f"{n + 1:02d}", "k": n // 2 + 1}
    for letter, name in zip("QA", names):
        first, last = name.split()
        cells |= {
            letter: name,
            letter.lower(): first,
            f"I{letter}": f"{first[0]}.{last[0]}.",
            f"U{letter}": f"{last.upper()} {first[0]}.",
        }
    mark = layout.question if role == "Q" else layout.answer
    return mark.replace("1-ші", f"{n // 2 + 1}-ші").format(**cells)


def _broken(paragraphs: list[str], breaking: str) -> list[str]:
    if breaking == "paragraphs":
        joined = " ".join(p if p.endswith((".", "?", "!", "…", ":")) else p + "." for p in paragraphs if p)
        return [joined]
    if breaking == "sentences":
        return [part for p in paragraphs for part in SENTENCES.split(p)]
    return list(paragraphs)


def damaged(lines: list[Line], kind: str, share: float, rng: random.Random) -> list[Line]:
    """The text with a share of its dashes or question marks lost, lines joined, signs exchanged or letters misread."""
    out: list[Line] = []
    for line in lines:
        new = []
        for tag, text in line:
            if kind == "dashes lost" and tag in ROLE and MARK.match(text) and rng.random() < share:
                text = MARK.sub("", text)
            elif kind == "odd signs" and tag in ROLE and MARK.match(text) and rng.random() < share:
                text = MARK.sub("� ", text)
            elif kind == "question marks lost" and tag in ("Q", "q"):
                text = re.sub(r"\?", lambda _: "." if rng.random() < share else "?", text)
            elif kind == "ocr":
                text = "".join(rng.choice("аеиоснпты") if c.isalpha() and rng.random() < share else c for c in text)
            new.append((tag, text))
        joins = kind == "lines joined" and out and new[0][0] in ROLE and out[-1][-1][0] in ROLE and rng.random() < share
        if joins:
            last_tag, last_text = out[-1][-1]
            out[-1][-1] = (last_tag, last_text + " ")
            out[-1] += new
        else:
            out.append(new)
    return out


def wrapped(lines: list[Line], width: int = 80) -> list[Line]:
    """The text with a line break after every 80 characters or so."""
    out = []
    for line in lines:
        for tag, text in line:
            row, first = "", True
            for word in text.split(" "):
                if row and len(row) + len(word) > width:
                    out.append([(tag if first else tag.lower() if tag in "QA" else tag, row)])
                    row, first = "", False
                row = f"{row} {word}" if row else word
            out.append([(tag if first else tag.lower() if tag in "QA" else tag, row)])
    return out


def cut(lines: list[Line], size: int) -> list[Line]:
    """The opening of a text."""
    out: list[Line] = []
    left = size
    for line in lines:
        if left <= 0:
            break
        out.append(line)
        left -= sum(len(text) for _, text in line)
    return out


def text_of(lines: list[Line]) -> str:
    return "\n".join("".join(text for _, text in line) for line in lines) + "\n"


def roles_of(lines: list[Line]) -> list[str]:
    """The right role of every character of `text_of(lines)`: interviewer, interviewee, "" (none)."""
    roles = []
    for line in lines:
        for tag, text in line:
            roles += [ROLE.get(tag, "")] * len(text)
        roles.append("")
    return roles


SAID = ["– деді ол.", "– деді {n}.", "– дейді {n}.", "– деп атап өтті {n}.", "– деді министр."]


KINDS = ("news", "dash quotes", "name quotes", "story", "list", "paragraph", "colon quotes", "records")
FIELDS = [("Лауазымы", "Мекенжайы", "Жалақысы"), ("Аты", "Жасы", "Мамандығы"), ("Өтетін күні", "Орны", "Кіру")]


def no_interviews(rng: random.Random, count: int, part: int) -> list[list[Line]]:
    """News, news with quotes, stories with speech, lists, records: sentences of ../shared/data, turns as the speech."""
    sentences = NEWS.read_text(encoding="utf-8").splitlines() if NEWS.exists() else []
    sentences = [s for k, s in enumerate(sentences) if 20 < len(s) < 220 and (k // 2000) % 3 == part]
    sayings = [p for talk in talks() if hidden(talk.name) == (part == 0) for _, ps in talk.turns for p in ps]
    texts = []
    for _ in range(count if sentences else 0):
        at, kind = rng.randrange(len(sentences) - 90), rng.choice(KINDS)
        run = sentences[at : at + rng.randint(6, 40)]
        people = [name for pair in rng.sample(NAMES, rng.choice((1, 1, 2, len(NAMES)))) for name in pair]
        lines = [[("N", run[0])]]
        for k, sentence in enumerate(run[1:], 1):
            inserted = _inserted(kind, k, rng, people, sayings, sentences)
            lines += [[("N", text)] for text in ([] if kind == "records" else [sentence]) + inserted]
        if kind == "paragraph":
            lines = [lines[0], [("N", " ".join(line[0][1] for line in lines[1:]))]]
        elif rng.random() < 0.5:
            lines = _paragraphs(lines, rng)
        texts.append(lines)
    return texts


def _inserted(kind: str, k: int, rng: random.Random, people: list[str], sayings: list[str], sentences: list[str]):
    """What stands behind the sentence with number `k` of a text that is no interview: quotes, speech, items."""
    saying, person = SENTENCES.split(rng.choice(sayings)), rng.choice(people)
    chance = rng.random()
    if kind == "dash quotes" and chance < 0.3:
        tag = rng.choice(SAID).format(n=rng.choice(person.split())) if rng.random() < 0.7 else ""
        quote = " ".join(saying[:3])
        return [f"– {quote[:-1]}, {tag}" if tag else f"– {quote}"]
    if kind == "name quotes" and chance < 0.2:
        return [f"{person}, маман:", f"– {' '.join(saying[:3])}"]
    if kind == "colon quotes" and chance < 0.3:
        return [f"{person}: {' '.join(saying[:2])}"]
    if kind == "story" and chance < 0.4:
        said = [rng.choice(SENTENCES.split(rng.choice(sayings)))[:90] for _ in range(rng.randint(1, 5))]
        tags = [rng.choice([", – деді ол.", ", – дедім мен.", " – деп күлді.", "", "", ""]) for _ in said]
        return [f"– {text.rstrip('.') if tag else text}{tag}" for text, tag in zip(said, tags)]
    if kind == "list" and k in (3, 12):
        items = rng.sample(sentences, rng.randint(3, 8))
        return ["Оның ішінде:", *(f"{rng.choice(['–', '-', '•'])} {item}" for item in items)]
    if kind == "records":
        fields = FIELDS[len(people) % len(FIELDS)]
        return [f"{field}: {' '.join(rng.choice(sentences).split()[: rng.randint(1, 4)])}" for field in fields]
    return []


def bare(lines: list[Line]) -> list[Line]:
    """The turns without punctuation and capitals, as some transcribers type them; labels and dashes stay."""
    out = []
    for line in lines:
        (tag, text), *more = line
        label = MARK.match(text) or re.match(r"[^.?!:\n]{1,40}:\s*", text)
        if tag in ("Q", "A", "q", "a") and not more:
            begin = label.end() if label and tag.isupper() else 0
            text = text[:begin] + " ".join(re.findall(r"[\w-]*\w", text[begin:])).lower()
        out.append([(tag, text), *more])
    return out


def _paragraphs(lines: list[Line], rng: random.Random) -> list[Line]:
    """Runs of unmarked sentences joined to paragraphs."""
    out: list[Line] = [lines[0]]
    for line in lines[1:]:
        text, last = line[0][1], out[-1][0][1]
        plain = not re.match(r"[–•-]|[^.?!]{1,40}:", text) and not re.match(r"[–•-]|[^.?!]{1,40}:", last)
        if plain and len(out) > 1 and rng.random() < 0.7:
            out[-1] = [("N", f"{last} {text}")]
        else:
            out.append(line)
    return out
