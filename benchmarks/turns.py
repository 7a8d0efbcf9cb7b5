# ruff: noqa: E501 - tables of printed forms
"""How well read_transcript finds who speaks: python benchmarks/turns.py [--all] [--tuning] [--count 400]

Prints role by character, turn starts, silent errors and false interviews for our texts as printed, printed again in
every layout, in other line breakings, damaged, cut to their openings, and for news, stories and lists. By default only
the third of the texts that was not looked at while tuning (`turn_texts.hidden`) and news that was not trained on;
--tuning the other two thirds, --all both. PYTHONPATH chooses the code, so that two versions can be compared.
"""

import argparse
import random
import sys
import tempfile
import warnings
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import turn_texts as texts
from helpers import read_transcript

FOLDER = Path(tempfile.mkdtemp())


class Found:
    """What was read: roles by character, turn starts, layout, doubtful places."""

    def __init__(self, text: str):
        path = FOLDER / "text.txt"
        path.write_text(text, encoding="utf-8", newline="")
        transcript = read_transcript(path, encoding="utf-8")
        self.layout = transcript.layout.split(":")[0]
        self.roles = [""] * len(text)
        rows = transcript.segments
        self.starts, self.turn_at, before = [], [None] * len(text), None
        for start, end, section, role, turn in zip(
            rows["start"], rows["end"], rows["section"], rows["role"], rows["turn"]
        ):
            if section == "timecode":
                self.roles[start:end] = ["time"] * (end - start)  # nobody's words
            if section in ("turn", "label"):
                self.roles[start:end] = [role if role in ("interviewer", "interviewee") else ""] * (end - start)
                self.turn_at[start:end] = [int(turn)] * (end - start)
                if turn != before:
                    self.starts.append(start)
                before = turn
        notes = transcript.notes
        turns = notes[notes["decision"].str.startswith("turn ")]
        numbers = turns["decision"].str.extract(r"turn (\d+)")[0].astype(int)
        self.sure = dict(zip(numbers, turns["sure"]))
        self.confidence = dict(
            zip(numbers, turns["confidence"] if "confidence" in turns else turns["sure"].astype(float))
        )


def judge(lines) -> dict:
    """One text read and compared: share of characters, starts, silent error, turns with their errors."""
    text = texts.text_of(lines)
    right, found = texts.roles_of(lines), Found(text)
    inked = [i for i, c in enumerate(text) if not c.isspace() and found.roles[i] != "time"]
    wrong = [i for i in inked if right[i] != found.roles[i]]
    share = 1 - len(wrong) / max(1, len(inked))
    starts, at = [], 0
    for line in lines:
        for tag, piece in line:
            if tag in ("Q", "A", "LQ", "LA") and not (starts and starts[-1][1] == "L" + tag):
                starts.append((at, tag))
            at += len(piece)
        at += 1
    near = set(found.starts)
    hit = sum(any(s + d in near for d in range(16)) for s, _ in starts)
    f1 = 2 * hit / max(1, len(starts) + len(found.starts))
    errors = defaultdict(int)
    for i in wrong:
        errors[found.turn_at[i]] += 1
    flagged = any(turn is not None and not found.sure.get(turn, True) for turn in errors)
    spoken = any(right)
    return {
        "role": share, "f1": f1, "layout": found.layout, "spoken": spoken,
        "silent": spoken and found.layout != "none" and share < 0.95 and not flagged,
        "turns": [(found.confidence[n], found.sure[n], errors.get(n, 0) > 3) for n in found.sure], "roles": found.roles,
    }  # fmt: skip


def mean(values) -> float:
    values = list(values)
    return sum(values) / len(values) if values else float("nan")


def report(name: str, results: list[dict]) -> None:
    none = sum(r["layout"] == "none" for r in results)
    print(f"{name:34} role {mean(r['role'] for r in results):.3f}  starts {mean(r['f1'] for r in results):.3f}  "
          f"none {none:3}  silent {sum(r['silent'] for r in results):3}  of {len(results)}")  # fmt: skip


PRESS = [layout for layout in texts.LAYOUTS if layout.name in texts.PRESS]
DASHES = [layout for layout in PRESS if layout.name.startswith("dash") and layout.answer][:5]
DAMAGE = [("dashes lost", 0.1), ("dashes lost", 0.2), ("dashes lost", 0.3), ("question marks lost", 0.5),
          ("question marks lost", 1.0), ("lines joined", 0.1), ("lines joined", 0.3), ("odd signs", 0.3),
          ("odd signs", 1.0), ("ocr", 0.03)]  # fmt: skip


def as_printed(originals: dict, show: bool) -> list[dict]:
    """Our texts as they are: how well the marked ones are read, which of the others for interviews."""
    marked = {n: x for n, x in originals.items() if any(t in texts.ROLE for line in x for t, _ in line)}
    every = {name: judge(lines) for name, lines in marked.items()}
    report("marked, as printed", list(every.values()))
    for name, result in every.items():
        if show and result["role"] < 0.97:
            print(f"    {name:30} {result['role']:.3f} {result['layout']}")
    read = {name: judge(lines)["layout"] for name, lines in originals.items() if name not in marked}
    taken = [name for name, layout in read.items() if layout != "none"]
    print(f"{'unmarked, news, lists':34} read as interviews {len(taken)} of {len(read)}", taken if show else "")
    return list(every.values())


def by_layout(talks: list) -> list[dict]:
    """Every interview printed again in every layout; the results of those that papers use."""
    groups = {}
    for layout in texts.LAYOUTS:
        rng = random.Random(layout.name)
        breakings = ["as is", "paragraphs"]
        printed = [texts.print_talk(talk, layout, rng, rng.choice(breakings), furniture=True) for talk in talks]
        groups[layout.name] = [judge(lines) for lines in printed]
    for name, results in groups.items():
        report(("* " if name in texts.PRESS else "  ") + name, results)
    press = [result for name in groups if name in texts.PRESS for result in groups[name]]
    report("press layouts", press)
    report("all layouts", [result for results in groups.values() for result in results])
    return press


def others(talks: list) -> None:
    """Several guests, polls, dashes within answers, hard line breaks, other line breakings."""
    rng, breakings = random.Random(3), ["as is", "sentences"]
    report("several guests", [judge(texts.with_guests(talk, rng, rng.choice(breakings))) for talk in talks * 2])
    report("polls", [judge(texts.poll(talks, rng, rng.choice(breakings))) for _ in range(20)])
    dashed = [texts.print_talk(talk, texts.LAYOUTS[0], rng, "paragraphs") for talk in talks * 2]
    report("lists and speech in answers", [judge(texts.with_dashes_in_answers(lines, rng)) for lines in dashed])
    changed = 0
    for k, talk in enumerate(talks * 3):
        versions = []
        for breaking in ("paragraphs", "sentences"):
            layout = PRESS[k % len(PRESS)]
            versions.append(judge(texts.print_talk(talk, layout, random.Random(k), breaking, furniture=True)))
        one, two = versions
        changed += one["layout"] != two["layout"] or abs(one["role"] - two["role"]) > 0.05
    print(f"{'paragraphs and sentences':34} differ {changed} of {3 * len(talks)}")


def with_damage(talks: list) -> list[dict]:
    """Dashes and question marks lost, lines joined, letters misread, hard line breaks; openings of texts."""
    rng = random.Random(5)
    gathered = []
    for kind, share in DAMAGE:
        printed = [texts.print_talk(talk, rng.choice(DASHES), rng, furniture=True) for talk in talks * 2]
        results = [judge(texts.damaged(lines, kind, share, rng)) for lines in printed]
        report(f"{kind} {share:.0%}", results)
        gathered += results
    wrapped = [texts.wrapped(texts.print_talk(talk, rng.choice(DASHES), rng, "paragraphs")) for talk in talks]
    report("hard-wrapped", [judge(lines) for lines in wrapped])
    openings = []
    for k, talk in enumerate(talks * 2):
        breaking = rng.choice(["as is", "sentences"])
        lines = texts.print_talk(talk, PRESS[k % len(PRESS)], rng, breaking, furniture=True)
        openings.append(judge(texts.cut(lines, 1000)))
    report("openings", openings)
    return gathered


def doubt(results: list[dict]) -> None:
    """How many of the wrong turns are among the least sure."""
    turns = sorted(turn for result in results for turn in result["turns"])
    bad = sum(wrong for _, _, wrong in turns)
    tenth = sum(wrong for _, _, wrong in turns[: len(turns) // 10])
    doubtful = [wrong for _, sure, wrong in turns if not sure]
    print(f"{'doubt':34} {bad} of {len(turns)} turns wrong; the tenth least sure holds {tenth / max(1, bad):.2f} of them; "
          f"{len(doubtful)} doubtful, {sum(doubtful)} of these wrong")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--tuning", action="store_true")
    parser.add_argument("--count", type=int, default=400, help="texts that are no interviews")
    args = parser.parse_args()
    warnings.simplefilter("ignore")

    def wanted(name: str) -> bool:
        return args.all or texts.hidden(name) != args.tuning

    originals = {name: lines for name, lines in texts.originals().items() if wanted(name)}
    talks = [talk for talk in texts.talks() if wanted(talk.name)]
    gathered = as_printed(originals, args.tuning)
    gathered += by_layout(talks)
    others(talks)
    gathered += with_damage(talks)
    for part in (0, 1, 2) if args.all else (1,) if args.tuning else (0, 2):
        negatives = [judge(lines) for lines in texts.no_interviews(random.Random(9), args.count, part)]
        taken = sum(result["layout"] != "none" for result in negatives)
        print(f"{'news, stories, lists':34} read as interviews {taken} of {len(negatives)}")
    doubt(gathered)


if __name__ == "__main__":
    main()
