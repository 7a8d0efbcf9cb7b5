"""One entry for every chore: python tools/build.py [CHORE] [--text FILE], the chores being those of CHORES below.

Runs on any Python ≥ 3.11 without further packages: it makes `.venv` when it is missing, installs the pinned
requirements and this package into it once, and goes on inside it. `make` calls it; on Windows call it directly.
"""

import argparse
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PART = ROOT / ".venv.part"  # an environment that is not whole yet
RUNNING = "SUHBAT_RUNNING"  # told to what a run starts: the folder whose lock that run holds
STAMP = "suhbat.json"  # in the environment: where it is and what it was made from
BIN, EXE = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
PYTHON = VENV / BIN / f"python{EXE}"
READERS, TESTERS = "requirements.txt", "requirements-test.txt"
PROCESSES = 4  # of tests at most: each holds the lexicons, and some a browser
CHORES = ["html", "test", "quick", "lab", "lint", "clean", "notebooks", "classroom", "share", "handouts", "labelsheet"]


def stamp(tests: bool) -> dict[str, str]:
    """Where the environment is and what it was made from; it is made again when this changes."""
    names = [READERS, "pyproject.toml", *([TESTERS] if tests else [])]
    return {"root": str(ROOT)} | {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in names}


def stamped() -> dict[str, str]:
    """What the stamp of the environment says; nothing if it was never finished."""
    with suppress(OSError, ValueError):
        return json.loads((VENV / STAMP).read_text(encoding="utf-8"))
    return {}


def setup(tests: bool) -> None:
    """Make `.venv`, or bring it up to date, unless its stamp says that this has been done."""
    have, wanted = stamped(), stamp(tests)
    if PYTHON.exists() and wanted.items() <= have.items():
        return
    folder = VENV
    if have and PYTHON.exists():
        (VENV / STAMP).unlink()  # whoever stops this finds no stamp, and makes all of it anew
        relocate(have["root"], str(ROOT))
    else:
        folder = make()
    missing = [name for name in (READERS, TESTERS) if name in wanted and have.get(name) != wanted[name]]
    install(folder, missing)
    if folder != VENV:
        shutil.rmtree(VENV, ignore_errors=True)
        folder.rename(VENV)
        relocate(str(PART), str(VENV))
    kept = {name: digest for name, digest in have.items() if name == TESTERS and name not in wanted}
    (VENV / STAMP).write_text(json.dumps(kept | wanted), encoding="utf-8")


def make() -> Path:
    """A new environment, beside the place where it is going to be."""
    print("Making .venv …", flush=True)
    shutil.rmtree(PART, ignore_errors=True)
    try:
        import venv

        venv.create(PART, with_pip=True, symlinks=os.name != "nt")
    except (subprocess.CalledProcessError, ImportError):
        shutil.rmtree(PART, ignore_errors=True)
        sys.exit("This Python cannot make virtual environments: install its venv module (Debian: python3-venv).")
    except OSError as error:
        shutil.rmtree(PART, ignore_errors=True)
        sys.exit(f".venv cannot be made here ({error}): free some space, or copy the collection elsewhere.")
    return PART


def install(folder: Path, requirements: list[str]) -> None:
    """The pinned requirements, and this package as it lies here."""
    pip = [folder / BIN / f"python{EXE}", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip.append("--no-compile")  # of all that is installed, a part is ever imported
    wanted = [part for name in requirements for part in ("-r", name)]
    if wanted:
        print("Installing the pinned requirements (once, a minute or two) …", flush=True)
    for arguments in (wanted, ["--no-deps", "--no-build-isolation", "-e", "."]):
        if arguments and subprocess.run([*pip, *arguments], cwd=ROOT).returncode:
            sys.exit("The requirements could not be installed: see pip's message above; the first run needs a network.")


def relocate(old: str, new: str) -> None:
    """Let the commands of an environment that was moved or copied find it where it is now."""
    if old == new:
        return
    for file in (VENV / BIN).iterdir():
        if file.is_file() and not file.is_symlink():
            data = file.read_bytes()
            if old.encode() in data and b"\0" not in data:
                file.write_bytes(data.replace(old.encode(), new.encode()))


def lock() -> object:
    """Held as long as what it returns is: one run at a time in this folder. Where nothing can be locked, None.

    A run that another run started here (a test that calls `make lab`) goes with the lock of that one.
    """
    if os.environ.get(RUNNING) == str(ROOT):
        return None
    try:
        import fcntl

        file = open(ROOT / ".lock", "a")  # noqa: SIM115
    except (ImportError, OSError):
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another run is at work in this folder; waiting for it …", flush=True)
        fcntl.flock(file, fcntl.LOCK_EX)
    return file


def run(*command) -> int:
    """Run Python with these arguments; who ends this ends that too."""
    environment = os.environ | {"PYTHONUTF8": "1"}
    child = subprocess.Popen([PYTHON, *command], cwd=ROOT, env=environment)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        return child.wait()
    except KeyboardInterrupt:
        return child.wait()


def clean() -> None:
    """Delete what can be made again; what people typed is put aside first."""
    import keeping

    keeping.put_aside(ROOT / "build" / "classroom")
    for folder in (ROOT / "build", VENV, PART):
        shutil.rmtree(folder, ignore_errors=True)


def lint(rest: list[str]) -> int:
    checks = (["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy", "src"])
    return max(run("-m", *check, *rest) for check in checks)


def chore(name: str, text: str | None, rest: list[str]) -> int:
    if name == "clean":
        clean()
        return 0
    if not os.access(ROOT, os.W_OK):
        sys.exit(f"{ROOT} cannot be written to: copy the collection into a folder of your own.")
    setup(tests=name in ("test", "quick", "lint"))
    if name in ("test", "quick"):
        side_by_side = ["-n", str(min(os.cpu_count() or 1, PROCESSES)), "--dist", "loadfile", "--no-loadscope-reorder"]
        return run("-m", "pytest", *side_by_side, *(["-m", "not whole"] if name == "quick" else []), *rest)
    if name == "lint":
        return lint(rest)
    return run("tools/pages.py", name, *(["--text", text] if text else []), *rest)


def lab(options: list[str]) -> int:
    """JupyterLab with the project as its root, so that links and data are in reach, and the notebooks signed.

    JupyterLab drops style sheets and pictures of notebooks that nobody signed on this machine.
    """
    books = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "notebooks").glob("*.ipynb"))
    run("-m", "nbformat.sign", *books)
    return run("-m", "jupyterlab", "--ServerApp.root_dir=.", "--LabApp.default_url=/lab/tree/notebooks", *options)


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit(
            f"Python 3.11 or later is needed; this is {sys.version.split()[0]}: call a later one, PYTHON=python3.12."
        )
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chore", nargs="?", default="html", choices=CHORES)
    given = os.environ.get("SUHBAT_TEXT") or None  # from make, so that no shell reads it
    parser.add_argument("--text", default=given, help="share: a text of your own instead of the bundled interview")
    options, rest = parser.parse_known_args()
    held = lock()
    if options.chore == "lab":  # stays open: others need not wait for it
        setup(tests=False)
        del held
        sys.exit(lab(rest))
    os.environ[RUNNING] = str(ROOT)
    sys.exit(chore(options.chore, options.text, rest))


if __name__ == "__main__":
    main()
