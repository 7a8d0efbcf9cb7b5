"""Run notebooks' code one after another in one process, without kernels and pictures, for tests of what cells say.

python plain_run.py FROM TO: in the folder of the notebooks, as a kernel would be, every notebook of the folder FROM is
run in a fresh namespace and written to TO with what its cells gave; the first that fails ends this with its error.
What is shown as a picture has its description and one pixel; files that cells write are real.
"""

import io
import subprocess
import sys
import warnings
from pathlib import Path

import nbformat

SHOWN_DPI = 192  # of `image`; `charts.save` has another


def execute(books: dict, folder: Path, scratch: Path) -> dict:
    """The notebooks {name: notebook} with what their cells give when they run in `folder`."""
    before, after = scratch / "before", scratch / "after"
    for place in (before, after):
        place.mkdir(parents=True)
    for name, book in books.items():
        nbformat.write(book, before / f"{name}.ipynb")
    command = [sys.executable, str(Path(__file__).resolve()), str(before), str(after)]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert not run.returncode, run.stdout[-2000:] + run.stderr[-3000:]
    return {name: nbformat.read(after / f"{name}.ipynb", 4) for name in books}


def without_pictures() -> None:
    """Let what a cell shows hold a pixel where its picture would be; `charts.save` draws as ever."""
    from PIL import Image

    from helpers.showing import drawing

    pixel = io.BytesIO()
    Image.new("RGB", (1, 1)).save(pixel, format="png")
    written = drawing._written

    def quick(ax, kind, **options):
        if kind == "png" and options["dpi"] == SHOWN_DPI:
            return pixel.getvalue()
        if kind == "svg" and options["facecolor"] == "none":
            return b"<svg><title></title></svg>"
        return written(ax, kind, **options)

    drawing._written = quick


def outputs(captured) -> list:
    """What a cell gave, as a notebook keeps it."""
    found = [
        nbformat.v4.new_output("stream", name=name, text=text)
        for name, text in (("stdout", captured.stdout), ("stderr", captured.stderr))
        if text
    ]
    return found + [nbformat.v4.new_output("display_data", data=one["data"]) for one in captured._outputs]


def run(shell, book) -> None:
    """Run the cells of a notebook in a namespace of its own."""
    from IPython.core.displayhook import CapturingDisplayHook
    from IPython.utils.capture import capture_output

    shell.reset(new_session=True)
    for cell in book.cells:
        if cell.cell_type != "code":
            continue
        with capture_output() as captured:
            shell.display_trap.hook = CapturingDisplayHook(shell, captured._outputs)
            result = shell.run_cell(cell.source, store_history=True)
        cell.execution_count = result.execution_count if cell.source.strip() else None
        cell.outputs = outputs(captured)
        if not result.success:
            sys.exit(f"{cell.source}\n{captured.stdout}\n{result.error_before_exec or result.error_in_exec!r}")


def main() -> None:
    before, after = map(Path, sys.argv[1:])
    sys.path[0] = ""  # as in a kernel: what lies beside the notebooks comes first
    from IPython.core.interactiveshell import InteractiveShell

    without_pictures()
    shell = InteractiveShell.instance()
    warnings.simplefilter("default")
    for path in sorted(before.glob("*.ipynb")):
        book = nbformat.read(path, 4)
        run(shell, book)
        nbformat.write(book, after / path.name)


if __name__ == "__main__":
    main()
