"""One entry for every chore: python tools/build.py [html|test|lab|lint|clean|notebooks|classroom|share] [--text FILE].

Runs on any Python ≥ 3.11 without further packages: it makes `.venv` when it is missing, installs the pinned
requirements and this package into it once, and goes on inside it. `make` calls it; on Windows call it directly.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "suhbat.stamp"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
WANTED = ["requirements.txt", "pyproject.toml"]


def wanted() -> str:
    """What the environment was made from; it is made again when this changes."""
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in WANTED)).hexdigest()


def setup() -> None:
    """Make `.venv` and install into it, unless its stamp says that this has been done."""
    if STAMP.exists() and STAMP.read_text() == wanted() and PYTHON.exists():
        return
    if not PYTHON.exists():
        print("Making .venv …", flush=True)
        try:
            import venv

            venv.create(VENV, with_pip=True)
        except (subprocess.CalledProcessError, ImportError):
            shutil.rmtree(VENV, ignore_errors=True)
            sys.exit("This Python cannot make virtual environments: install its venv module (Debian: python3-venv).")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    print("Installing the pinned requirements (once, a minute or two) …", flush=True)
    for arguments in (["-r", "requirements.txt"], ["--no-deps", "--no-build-isolation", "-e", "."]):
        if subprocess.run([*pip, *arguments], cwd=ROOT).returncode:
            sys.exit("The requirements could not be installed: see pip's message above; the first run needs a network.")
    STAMP.write_text(wanted())


def run(*command) -> None:
    sys.exit(subprocess.run([PYTHON, *command], cwd=ROOT).returncode)


def lab(options: list[str]) -> None:
    """JupyterLab with the project as its root, so that links and data are in reach, and the notebooks signed.

    JupyterLab drops style sheets and pictures of notebooks that nobody signed on this machine.
    """
    books = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "notebooks").glob("*.ipynb"))
    subprocess.run([PYTHON, "-m", "nbformat.sign", *books], cwd=ROOT, check=True)
    run("-m", "jupyterlab", "--ServerApp.root_dir=.", "--LabApp.default_url=/lab/tree/notebooks", *options)


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit(
            f"Python 3.11 or later is needed; this is {sys.version.split()[0]}: call a later one, PYTHON=python3.12."
        )
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    chores = ["html", "test", "lab", "lint", "clean", "notebooks", "classroom", "share"]
    parser.add_argument("chore", nargs="?", default="html", choices=chores)
    parser.add_argument("--text", help="share: a text of your own instead of the bundled interview")
    options, rest = parser.parse_known_args()
    if options.chore == "clean":
        for folder in (ROOT / "build", VENV):
            shutil.rmtree(folder, ignore_errors=True)
        return
    setup()
    if options.chore == "test":
        run("-m", "pytest", *rest)
    if options.chore == "lab":
        lab(rest)
    if options.chore == "lint":
        subprocess.run([PYTHON, "-m", "ruff", "format", "--check", "."], cwd=ROOT, check=True)
        run("-m", "ruff", "check", ".")
    run("tools/pages.py", options.chore, *(["--text", options.text] if options.text else []), *rest)


if __name__ == "__main__":
    main()
