"""The project as a whole: what it declares, what it commits, what it renders."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def ranges(lines):
    """Requirement lines as {name: range}, white space and case aside."""
    split = (re.match(r"([A-Za-z0-9_-]+)(.*)", line.replace(" ", "")) for line in lines)
    return {m[1].lower(): m[2] for m in split}


def test_conda_environment_and_pyproject_ask_for_the_same_packages():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    conda = re.findall(r"^  - ([a-z].*[^:])$", (ROOT / "environment.yml").read_text(encoding="utf-8"), re.M)
    asked = ranges(line for line in conda if line not in ("conda-forge", "nodefaults", "pip"))
    assert asked.pop("python") == "=3.12"  # repo2docker reads no range, and would lay an older Python first
    assert project["requires-python"] == ">=3.11"
    assert asked == ranges(project["dependencies"])


def pinned(name):
    return {m[1].lower() for m in re.finditer(r"^([A-Za-z0-9_.-]+)==", (ROOT / name).read_text(encoding="utf-8"), re.M)}


def test_binder_signs_the_notebooks():
    script = ROOT / "postBuild"
    assert os.access(script, os.X_OK) and "nbformat.sign notebooks/*.ipynb" in script.read_text(encoding="utf-8")


def test_pins_cover_the_declared_packages_each_once_and_name_no_address():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    readers, testers = pinned("requirements.txt"), pinned("requirements-test.txt")
    assert set(ranges(project["dependencies"])) <= readers
    assert set(ranges([*extras["test"], *extras["lint"]])) <= readers | testers
    assert not readers & testers
    for name in ("requirements.txt", "requirements-test.txt"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_every_package_that_is_imported_is_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = set(ranges(project["dependencies"])) | {"distributed", "helpers"}
    named = {"PIL": "pillow", "bs4": "beautifulsoup4"} | {"IPython": "jupyterlab"}
    for file in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                modules.append(node.module)
            for module in {module.partition(".")[0] for module in modules} - sys.stdlib_module_names:
                assert named.get(module, module).lower() in declared, (file.name, module)


def test_the_version_is_the_same_wherever_it_is_named():
    import helpers

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cited = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.M)[1]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)[1]
    assert helpers.__version__ == project["version"] == cited == newest


def test_an_old_python_gets_one_clear_sentence():
    code = "import sys, runpy; sys.version_info = (3, 8); runpy.run_path('tools/build.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode != 0
    assert done.stderr.startswith("Python 3.11 or later is needed")
    assert "Traceback" not in done.stderr


def test_a_python_without_venv_gets_one_clear_sentence(tmp_path):
    (tmp_path / "tools").mkdir()
    for name in ("tools/build.py", "requirements.txt", "requirements-test.txt", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    code = "import sys, runpy; sys.modules['venv'] = None; runpy.run_path('tools/build.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert "install its venv module" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_readmes_example_runs_from_the_project_folder():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```python\n(.*?)```", readme, re.S)) + "\nassert len(words) and len(markers)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_the_readme_names_every_notebook_and_only_files_that_exist(committed):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\d\d_\w+)`", readme, re.M) == list(committed)
    for path in re.findall(r"\]\(([^):]+)\)|TEXT=(data/\S+\.txt)", readme):
        assert (ROOT / "".join(path)).exists(), path


def test_importing_helpers_loads_neither_matplotlib_nor_nltk():
    code = "import sys, helpers; helpers.tokenize('Біз'); assert not {'matplotlib', 'nltk'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_public_name_exists_and_says_what_it_does():
    import helpers

    for name in helpers.__all__:
        assert getattr(helpers, name).__doc__, name


def test_every_name_that_a_notebook_imports_from_the_package_is_there(committed):
    import importlib

    for name, book in committed.items():
        code = "\n".join(cell.source for cell in book.cells if cell.cell_type == "code")
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.ImportFrom) and node.module.partition(".")[0] == "helpers":
                module = importlib.import_module(node.module)
                assert all(hasattr(module, alias.name) for alias in node.names), (name, ast.unparse(node))


def test_notebooks_run_without_error(executed):
    assert list(executed) == sorted(executed) and executed
    for name, book in executed.items():
        kinds = {output.output_type for cell in book.cells for output in cell.get("outputs", [])}
        assert kinds <= {"execute_result", "display_data", "stream"}, name


def test_committed_text_and_tables_equal_a_fresh_runs(committed, executed):
    from notebooks import shown

    for name, book in committed.items():
        assert shown(book) == shown(executed[name]), name


def test_notebooks_are_read_in_small_steps(committed):
    for name, book in committed.items():
        code = [cell.source for cell in book.cells if cell.cell_type == "code"]
        assert max(len(source.splitlines()) for source in code) <= 8, name
        assert book.cells[0].source.startswith("# ") and "?" in book.cells[0].source.splitlines()[0], name


@pytest.mark.parametrize(
    "address", [r"<(?:script|link|iframe|object|embed|base)\b", r"""(?:src|href)=["'](?:https?:)?//"""]
)
def test_pages_load_nothing(pages, address):
    for page in pages.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        loads = [m[0] for m in re.finditer(address, text, re.I) if not re.match("href", m[0], re.I)]
        assert not loads, page.name
        assert not re.search(r"@import|url\(\s*[\"']?(?!data:|#)", text), page.name


def test_pages_show_no_error_and_fit_a_mail(pages):
    found = list(pages.glob("*.html"))
    assert (pages / "index.html") in found
    for page in found:
        text = page.read_text(encoding="utf-8")
        assert 'class="error"' not in text and "Traceback" not in text
        assert len(text.encode()) <= 1_500_000, page.name
