"""Long runs over a folder: nothing lost when a process dies, a run is cut off, or a cluster is gone."""

import itertools
import os
import signal
import sys

import joblib
import pandas as pd
import pytest
from test_corpus import assert_same, interview

from helpers import batches, corpus, pools, process_folder, stored

KILLER = "өлтір"
N = 12  # texts


def deadly(file):
    """Read a text, unless it says that it ends the process: a stand-in for one that fills the memory."""
    if KILLER in file.read_text(encoding="utf-8") and os.getpid() != int(os.environ["SUHBAT_TEST_MAIN"]):
        os.kill(os.getpid(), signal.SIGKILL)
    return reading(file)


def deadly_once(file):
    """Read a text, unless it ends the first process that reads it."""
    dead = file.with_suffix(".dead")
    if KILLER in file.read_text(encoding="utf-8") and not dead.exists():
        dead.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return reading(file)


reading = batches.parse


def write(folder, count):
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(interview(number), encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "texts").mkdir()
    write(tmp_path / "texts", N)
    return tmp_path / "texts"


@pytest.fixture
def workers_read_with(monkeypatch):
    """Let the processes of a run read files by another function of this module."""
    import cloudpickle

    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    monkeypatch.setenv("SUHBAT_TEST_MAIN", str(os.getpid()))
    work = corpus.tables_of

    def patch(read):
        def patched(batch, settings):
            batches.parse = read
            return work(batch, settings)

        monkeypatch.setattr(corpus, "tables_of", patched)

    yield patch
    batches.parse = reading
    cloudpickle.unregister_pickle_by_value(sys.modules[__name__])


@pytest.fixture
def with_killer(folder, workers_read_with):
    """A folder with a text that ends whatever process reads it."""
    workers_read_with(deadly)
    (folder / "007.txt").write_text(interview(7) + KILLER, encoding="utf-8")
    return folder


def without(made, name):
    """The documents' table of a run from which one document is left out."""
    return made.documents[made.documents["document"] != name].reset_index(drop=True)


@pytest.mark.filterwarnings("ignore:.*skipped", "ignore:.*worker")
def test_a_text_that_ends_its_process_twice_is_skipped_and_the_others_are_read(with_killer):
    expected = process_folder(with_killer, n_jobs=1, progress=False)
    made = process_folder(with_killer, n_jobs=2, progress=False)
    assert made.skipped.values.tolist() == [["007", corpus._KILLED]]
    pd.testing.assert_frame_equal(made.documents, without(expected, "007"))


@pytest.mark.filterwarnings("ignore:.*skipped", "ignore:.*worker")
def test_a_text_that_ends_its_process_is_skipped_on_a_cluster_too(with_killer):
    distributed = pytest.importorskip("distributed", reason="the optional extra 'cluster' is not installed")
    import dask

    settings = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0"}
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),  # give a task up at the first death
        distributed.LocalCluster(**settings) as cluster,
        distributed.Client(cluster),
        joblib.parallel_config(backend="dask"),
    ):
        made = process_folder(with_killer, progress=False)
    assert made.skipped.values.tolist() == [["007", corpus._KILLED]]
    assert len(made.documents) == N - 1


def test_six_workers_killed_one_after_another_lose_nothing(folder, workers_read_with):
    distributed = pytest.importorskip("distributed", reason="the optional extra 'cluster' is not installed")
    import dask

    patient = {"distributed.deploy.lost-worker-timeout": "10m"}  # else a worker that dies twice in 15 s stays away
    write(folder, 60)
    killers = [folder / f"{number:03}.txt" for number in range(5, 60, 10)]
    for file in killers:
        file.write_text(file.read_text(encoding="utf-8") + KILLER, encoding="utf-8")
    expected = process_folder(folder, n_jobs=1, progress=False)
    workers_read_with(deadly_once)
    with (
        dask.config.set(patient),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        distributed.Client(cluster),
        joblib.parallel_config(backend="dask"),
    ):
        found = process_folder(folder, progress=False)
    assert sorted(folder.glob("*.dead")) == [file.with_suffix(".dead") for file in killers]  # each ended a process
    assert_same(found, expected)


def test_a_cluster_without_workers_is_told_after_a_while(folder, monkeypatch):
    distributed = pytest.importorskip("distributed", reason="the optional extra 'cluster' is not installed")
    monkeypatch.setattr(pools, "PATIENCE", 1)
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0") as cluster,
        distributed.Client(cluster),
        joblib.parallel_config(backend="dask"),
        pytest.raises(RuntimeError, match="no worker"),
    ):
        process_folder(folder, progress=False)


def test_a_run_that_was_cut_off_goes_on_and_gives_the_same(folder, tmp_path, monkeypatch):
    expected = process_folder(folder, n_jobs=1, progress=False)
    read = []
    calls = itertools.count(1)

    def parse(file):
        if next(calls) == N // 2:
            raise KeyboardInterrupt
        read.append(file.name)
        return reading(file)

    monkeypatch.setattr(batches, "parse", parse)
    with pytest.warns(UserWarning, match="skipped"):
        some = process_folder(folder, n_jobs=1, progress=False, resume=tmp_path / "kept")
    assert 0 < len(some.documents) < N // 2
    assert set(some.skipped["reason"]) == {"not reached: the run was stopped"}
    assert len(some.documents) + len(some.skipped) == N
    read.clear()
    assert_same(process_folder(folder, n_jobs=1, progress=False, resume=tmp_path / "kept"), expected)
    assert len(read) == N - len(some.documents)
    read.clear()
    assert_same(process_folder(folder, n_jobs=1, progress=False, resume=tmp_path / "kept"), expected)
    assert read == []


def test_what_is_kept_is_made_anew_when_text_or_lexicon_change_or_the_file_is_damaged(folder, tmp_path):
    from helpers import read_lexicon

    kept = tmp_path / "kept"
    first = process_folder(folder, n_jobs=1, progress=False, resume=kept)
    (folder / "000.txt").write_text(interview(5), encoding="utf-8")
    changed = process_folder(folder, n_jobs=1, progress=False, resume=kept)
    assert_same(changed, process_folder(folder, n_jobs=1, progress=False))
    fewer = read_lexicon().query("category == 'negation'")
    own = process_folder(folder, n_jobs=1, progress=False, resume=kept, lexicon=fewer)
    assert set(own.markers["category"]) == {"negation"} and len(first.markers) > len(own.markers)
    for file in kept.iterdir():
        file.write_bytes(file.read_bytes()[:-9])
    assert_same(process_folder(folder, n_jobs=1, progress=False, resume=kept), changed)


def test_stored_tables_come_back_exactly(tmp_path):
    table = pd.DataFrame(
        {
            "number": [1, 2, 3],
            "maybe": pd.array([1, None, 3], dtype="Int64"),
            "seconds": pd.array([0.5, None, 1e-300], dtype="Float64"),
            "sure": [True, False, True],
            "rate": [0.1, float("nan"), 1e-300],
            "text": ["а\u0306", "", "\ud800"],
            "kind": pd.Categorical(["x", None, "x"], ["x", "y"]),
        }
    )
    stored.save({"one": table, "none": table[:0]}, tmp_path / "t.tables")
    back = stored.load(tmp_path / "t.tables")
    pd.testing.assert_frame_equal(back["one"], table)
    pd.testing.assert_frame_equal(back["none"], table[:0])
    assert stored.load(tmp_path / "missing.tables") is None


def test_links_capitals_and_hidden_files_are_read_or_named(folder):
    (folder / "000.txt").rename(folder / "000.TXT")
    (folder / ".hidden.txt").write_text("x", encoding="utf-8")
    (folder / "below").mkdir()
    try:
        (folder / "copy.txt").symlink_to(folder / "001.txt")
        (folder / "round").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    with pytest.warns(UserWarning, match=f"2 of {N + 2}"):
        made = process_folder(folder, n_jobs=1, progress=False)
    assert len(made.documents) == N and made.documents["document"][0] == "000"
    reasons = dict(made.skipped.values.tolist())
    assert reasons["copy.txt"] == "a link to 001.txt, which is read"
    assert "not followed" in reasons["round"]


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may open every folder")
def test_a_folder_without_rights_is_named(folder):
    (folder / "shut").mkdir(mode=0)
    with pytest.warns(UserWarning, match="skipped"):
        made = process_folder(folder, n_jobs=1, progress=False)
    assert "cannot be opened" in made.skipped.set_index("document").loc["shut", "reason"]


def test_a_folder_that_cannot_be_listed_is_named(folder, monkeypatch):
    (folder / "shut").mkdir()
    (folder / "shut/x.txt").write_text("x", encoding="utf-8")
    scan = os.scandir

    def refuse(place):
        if os.fspath(place).endswith("shut"):
            raise PermissionError(13, "Permission denied", os.fspath(place))
        return scan(place)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.warns(UserWarning, match=f"1 of {N + 1}"):
        made = process_folder(folder, n_jobs=1, progress=False)
    assert made.skipped.values.tolist() == [["shut", "this folder cannot be opened: Permission denied"]]


def test_a_file_that_changes_while_it_is_read_says_so(folder, monkeypatch):
    def parse(file):
        read = reading(file)
        if file.name == "003.txt":
            file.write_text("longer " * 500, encoding="utf-8")
        return read

    monkeypatch.setattr(batches, "parse", parse)
    made = process_folder(folder, n_jobs=1, progress=False)
    said = made.documents.set_index("document")["warning"]
    assert "changed while it was read" in said["003"]
    assert not said.drop("003").str.contains("changed").any()


@pytest.mark.parametrize("place", ["000a.srt", "003a.srt"])
def test_texts_with_and_without_times_of_lines_go_into_one_table(folder, tmp_path, place):
    said = ["Кітапханаға кім келеді?", "Бәрі келеді.", "Қашан ашылады?", "Ертең ашамыз."]
    blocks = [f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n- {text}\n" for n, text in enumerate(said, 1)]
    (folder / place).write_text("\n".join(blocks), encoding="utf-8")
    made = process_folder(folder, pattern="*.*", n_jobs=1, progress=False, resume=tmp_path / "kept")
    assert len(made.documents) == N + 1 and made.skipped.empty
    timed = made.lines[made.lines["start_time"].notna().to_numpy()]
    assert set(timed["document"]) == {place.removesuffix(".srt")}
    assert_same(process_folder(folder, pattern="*.*", n_jobs=1, progress=False, resume=tmp_path / "kept"), made)


def test_a_scheduler_that_vanishes_is_told_in_one_sentence(folder, monkeypatch):
    distributed = pytest.importorskip("distributed", reason="the optional extra 'cluster' is not installed")
    import tqdm

    class Bar(tqdm.tqdm):
        def update(self, n=1):
            cluster.close()
            return super().update(n)

    monkeypatch.setattr(tqdm, "tqdm", Bar)
    with (
        distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=":0") as cluster,
        distributed.Client(cluster),
        joblib.parallel_config(backend="dask"),
        pytest.raises(RuntimeError, match=r"scheduler is gone: start it again|its scheduler was restarted"),
    ):
        process_folder(folder, progress=False)


class Future:
    """A future of a cluster that ended in some way."""

    def __init__(self, status, error=None):
        self.status, self.error = status, error

    def exception(self):
        return self.error

    def result(self):
        return "result"


def test_how_a_task_on_a_cluster_ended_is_told(monkeypatch):
    distributed = pytest.importorskip("distributed", reason="the optional extra 'cluster' is not installed")
    killed = distributed.KilledWorker("task", None, 3)
    assert pools._result(Future("error", killed)) is None
    assert pools._result(Future("finished")) == "result"
    with pytest.raises(RuntimeError, match="workers lack a package .*helpers.*: install this one there"):
        pools._result(Future("error", ModuleNotFoundError("No module named 'helpers'")))
    with pytest.raises(RuntimeError, match="dropped a task"):
        pools._result(Future("cancelled"))


class Client:
    """A client of a cluster with so many workers; an error is what the cluster answers."""

    def __init__(self, workers, status="running"):
        self.workers, self.status = workers, status

    def scheduler_info(self):
        if isinstance(self.workers, Exception):
            raise self.workers
        return {"workers": self.workers}


def test_a_cluster_may_be_without_a_worker_for_a_minute(monkeypatch):
    now = 1000.0
    monkeypatch.setattr(pools.time, "monotonic", lambda: now)
    assert pools._alive(Client({"a": 1}), 900.0) == now
    assert pools._alive(Client({}), now - 60) == now - 60
    with pytest.raises(RuntimeError, match="no worker for 60 seconds"):
        pools._alive(Client({}), now - 61)
    for gone in (Client({}, "closed"), Client(OSError("Connection refused"))):
        with pytest.raises(RuntimeError, match="scheduler is gone"):
            pools._alive(gone, now)
