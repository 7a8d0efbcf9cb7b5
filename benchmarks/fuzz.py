#!/usr/bin/env python3
"""Feed read_transcript with strange files: python benchmarks/fuzz.py [count] [--seed N].

Every input must give a transcript with exact offsets or a TranscriptError: no other exception, no lost character and
no reading time out of proportion to the size. Prints how many inputs of each kind were read or refused and the
slowest; ends with 1 if anything went wrong.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path

from helpers import TranscriptError, read_transcript

ROOT = Path(__file__).parents[1]
FILES = [*ROOT.glob("data/raw/*.txt"), *ROOT.glob("data/samples/*.txt"), *ROOT.glob("tests/data/layouts/*.txt")]
MARKS = [
    *'-–—−─―‐\n\n\n\r?!.,:;…«»"()#* \xa0\xad\u200b\ufeff\u2028\ud7ff\U0001f600',
    *(
        "- ",
        "– ",
        "\r\n",
        "Айгүл: ",
        "Q: ",
        "A: ",
        "А.С. – ",
        "Серік Асан, заңгер: – ",
        "Жүргізуші:",
        "1-ші сұрақ. ",
        "? – Иә. – Ал",
    ),
    *("Сұхбаттасқан ", "Сурет: ", "12.03.2021", ", – деді ол", "Рахмет сұхбатыңызға!", "ЖЕР ДАУЫСЫ"),
    *("Сіз қайдан келдіңіз?", "Мен ауылдан келдім."),
]
CODECS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "kz1048", "ptcp154", "cp1251", "koi8-r"]
PLAN = {"bytes": 20, "mutated": 35, "marks": 30, "unicode": 13, "huge line": 2}  # shares, in percent


def make(kind: str, rng: random.Random, texts: list[bytes]) -> bytes:
    """One input of a kind."""
    if kind == "bytes":
        return rng.randbytes(rng.choice([1, 10, 100, 1000]))
    if kind == "mutated":
        data = bytearray(rng.choice(texts))
        for _ in range(rng.randint(1, 12)):
            at, action = rng.randrange(len(data)), rng.randrange(4)
            if action == 0:
                data[at] = rng.randrange(256)
            elif action == 1:
                del data[at : at + rng.randint(1, 60)]
            elif action == 2:
                data[at:at] = rng.choice(MARKS).encode()
            else:
                data[at:at] = data[rng.randrange(len(data)) :][: rng.randint(1, 400)]
            if not data:
                break
        return bytes(data)
    if kind == "marks":
        text = "".join(rng.choice(MARKS) for _ in range(rng.randint(1, 60)))
    elif kind == "unicode":
        text = "".join(
            chr(rng.choice([rng.randrange(0x500), rng.randrange(0x110000)])) for _ in range(rng.randint(1, 120))
        )
    else:
        text = "".join(rng.choice(MARKS) * rng.choice([1, 50, 2000]) for _ in range(rng.randint(1, 30)))
    return text.encode(rng.choice(CODECS), "replace")


def check(path: Path, data: bytes) -> str:
    """Read one file; its encoding, or "refused". AssertionError where something is lost."""
    path.write_bytes(data)
    try:
        transcript = read_transcript(path)
    except TranscriptError as error:
        assert str(path) in str(error), "the message does not name the file"
        return "refused"
    text, lines, segments = transcript.text, transcript.lines, transcript.segments
    name = transcript.encoding.removesuffix(" with BOM")
    decoded = data.decode(name) if name in ("utf-16", "utf-32") else data.decode(name).removeprefix("\ufeff")
    assert decoded == text, "the text is not what was decoded"
    for table in (lines, segments):
        starts, ends = table["start"].tolist(), table["end"].tolist()
        assert all(a <= b for a, b in zip(starts, ends)) and starts[0] == 0 and ends[-1] <= len(text), (
            "offsets out of order"
        )
        gaps = [text[end:start] for end, start in zip(ends, [*starts[1:], len(text)])]
        assert set(gaps) <= {"", "\n", "\r", "\r\n"}, "characters between two spans"
        assert "".join(text[a:b] + gap for a, b, gap in zip(starts, ends, gaps)) == text, "the text is not rebuilt"
    assert ((segments["start"] <= segments["speech"]) & (segments["speech"] <= segments["end"])).all(), "speech outside"
    assert segments.loc[segments["section"] == "turn", "turn"].notna().all(), "a turn without number"
    return transcript.encoding


def growth(path: Path) -> float:
    """The worst ratio of the reading times of a text and of four times that text, over repeated lines and marks."""
    worst = 0.0
    for piece in (
        "-\n",
        "а?\n",
        "А.С. – \n",
        "Айгүл Серік:\n- а?\n",
        "– Сіз кімсіз? – Мен. ",
        "?)",
        "Айгүл: ",
        "аa",
        " \n",
    ):
        times = []
        for size in (60_000, 240_000):
            path.write_text("Тақырып\n" + piece * (size // len(piece)), encoding="utf-8", newline="")
            start = time.process_time()
            read_transcript(path)
            times.append(time.process_time() - start)
        worst = max(worst, times[1] / max(times[0], 0.02))
    return worst


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--raise", dest="raise_", action="store_true", help="stop at the first failure")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    rng, outcomes, wrong, slowest = random.Random(args.seed), Counter(), Counter(), (0.0, 0.0, "", 0)
    texts = [path.read_bytes() for path in FILES]
    texts += [
        path.read_bytes().decode("utf-8").encode("kz1048", "replace") for path in FILES if "kz1048" not in path.name
    ]
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input.txt"
        for number in range(args.count):
            kind = rng.choices([*PLAN], weights=PLAN.values())[0]
            data = make(kind, rng, texts)
            start = time.process_time()
            try:
                outcomes[kind, "refused" if check(path, data) == "refused" else "read"] += 1
            except Exception as error:  # the very thing looked for
                if args.raise_:
                    raise
                wrong[f"{kind}: {type(error).__name__}: {str(error)[:100]}"] += 1
                print(f"input {number} (seed {args.seed}): {type(error).__name__}: {error}", file=sys.stderr)
            took = time.process_time() - start
            slowest = max(slowest, (took / (len(data) + 20_000), took, kind, len(data)))
        ratio = growth(path)
    for kind in PLAN:
        print(f"{kind:10} read {outcomes[kind, 'read']:7,}   refused {outcomes[kind, 'refused']:7,}")
    print(f"wrong: {sum(wrong.values())} of {args.count:,}; {time.perf_counter() - begun:.0f} s")
    print(f"slowest for its size: {slowest[2]}, {slowest[3]:,} bytes in {slowest[1] * 1000:.0f} ms of processor time")
    print(f"four times the text takes at most {ratio:.1f} times as long")
    for message, n in wrong.most_common():
        print(f"  {n} × {message}")
    return bool(wrong) or ratio > 10


if __name__ == "__main__":
    sys.exit(main())
