"""What a cell shows in a fork is what a kernel would have sent."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from briefing.book.execution import cell_runner, run
from briefing.book.execution.executed import Cell, Result
from briefing.book.execution.run import Run


def execute(folder: Path, *sources: str, seconds: int = 30, may_fail: bool = False) -> Result:
    slots = multiprocessing.get_context("fork").Semaphore(1)
    cells = [Cell(source, may_fail) for source in sources]
    return Run(cells, folder / "chapter.md", seconds, slots).result()


def test_a_value_a_display_and_a_print_are_three_outputs_in_their_order(tmp_path: Path) -> None:
    code = "from IPython.display import HTML, display\nprint('one')\nprint('two')\ndisplay(HTML('<b>b</b>'))\n40 + 2"
    (printed, shown, value) = execute(tmp_path, code).outputs[0]
    assert printed == {"output_type": "stream", "name": "stdout", "text": "one\ntwo\n"}
    assert shown["output_type"] == "display_data"
    assert shown["data"]["text/html"] == "<b>b</b>"
    assert (value["output_type"], value["data"]["text/plain"]) == ("execute_result", "42")


def test_what_goes_to_standard_error_is_a_stream_of_its_own(tmp_path: Path) -> None:
    (output,) = execute(tmp_path, "import sys\nprint('careful', file=sys.stderr)").outputs[0]
    assert (output["name"], output["text"]) == ("stderr", "careful\n")


def test_a_figure_drawn_in_a_cell_is_shown(tmp_path: Path) -> None:
    (output,) = execute(tmp_path, "import matplotlib.pyplot as plt\nplt.plot([1, 2]);").outputs[0]
    assert output["data"]["image/png"].startswith("iVBOR")


def test_cells_share_names_and_run_in_the_chapters_folder(tmp_path: Path) -> None:
    result = execute(tmp_path, "from pathlib import Path\nx = 5", "x, Path.cwd().name")
    assert result.outputs[1][0]["data"]["text/plain"] == f"(5, {tmp_path.name!r})"


def test_chapters_do_not_see_each_others_names(tmp_path: Path) -> None:
    execute(tmp_path, "seen = True")
    assert execute(tmp_path, "'seen' in globals()").outputs[0][0]["data"]["text/plain"] == "False"


def test_the_first_error_ends_the_chapter_and_names_its_cell(tmp_path: Path) -> None:
    result = execute(tmp_path, "1", "1 / 0", "3")
    assert result.failure is not None
    assert (result.failure.cell, result.failure.name, result.failure.value) == (
        2, "ZeroDivisionError", "division by zero",
    )  # fmt: skip
    assert len(result.outputs) == 2


def test_a_syntax_error_is_an_error(tmp_path: Path) -> None:
    failure = execute(tmp_path, "x = (").failure
    assert failure is not None
    assert failure.name == "SyntaxError"


def test_an_error_that_the_chapter_means_to_show_is_an_output(tmp_path: Path) -> None:
    result = execute(tmp_path, "1 / 0", "2", may_fail=True)
    assert result.failure is None
    assert result.outputs[0][-1]["ename"] == "ZeroDivisionError"
    assert result.outputs[1][0]["data"]["text/plain"] == "2"


def test_a_cell_that_takes_too_long_is_an_error(tmp_path: Path) -> None:
    failure = execute(tmp_path, "import time\ntime.sleep(20)", seconds=1).failure
    assert failure is not None
    assert failure.value == "the cell took longer than 1 seconds"


def test_a_process_that_dies_is_an_error_and_no_endless_wait(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended with code 3"):
        execute(tmp_path, "import os\nos._exit(3)")


def test_more_output_than_a_pipe_holds_does_not_block_the_chapters_after_it(tmp_path: Path) -> None:
    slots = multiprocessing.get_context("fork").Semaphore(1)
    runs = [Run([Cell("print('x' * 1_000_000)", may_fail=False)], tmp_path / "c.md", 30, slots) for _ in range(3)]
    assert [len(run.result().outputs[0][0]["text"]) for run in reversed(runs)] == [1_000_001] * 3


STUBBORN = {
    "it catches every exception": (
        "import time\nwhile True:\n    try:\n        time.sleep(0.1)\n    except Exception:\n        pass"
    ),
    "it catches everything": "import time\nwhile True:\n    try:\n        time.sleep(0.1)\n    except:\n        pass",
    "it ignores the alarm": "import signal, time\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\ntime.sleep(60)",
    "it sleeps in C": "import hashlib\nhashlib.pbkdf2_hmac('sha256', b'a', b'b', 2_000_000_000)",
}


@pytest.mark.parametrize("source", STUBBORN.values(), ids=STUBBORN)
def test_a_cell_is_stopped_at_its_limit_whatever_it_does(
    tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "GRACE", 1)
    failure = execute(tmp_path, "1", source, seconds=1).failure
    assert failure is not None
    assert (failure.cell, failure.name) == (2, "CellTimeoutError")


def test_a_chapter_that_hangs_keeps_no_other_from_its_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "GRACE", 1)
    slots = multiprocessing.get_context("fork").Semaphore(1)
    hangs = Run([Cell(STUBBORN["it catches everything"], may_fail=False)], tmp_path / "a.md", 1, slots)
    waits = Run([Cell("6 * 7", may_fail=False)], tmp_path / "b.md", 30, slots)
    (output,) = waits.result([hangs, waits]).outputs[0]
    assert output["data"]["text/plain"] == "42"


def test_a_process_that_dies_gives_its_turn_back(tmp_path: Path) -> None:
    slots = multiprocessing.get_context("fork").Semaphore(1)
    dies = Run([Cell("import os\nos._exit(3)", may_fail=False)], tmp_path / "a.md", 30, slots)
    waits = Run([Cell("6 * 7", may_fail=False)], tmp_path / "b.md", 30, slots)
    assert waits.result([dies, waits]).failure is None


def test_a_program_that_a_cell_started_does_not_outlive_its_chapter(tmp_path: Path) -> None:
    code = "import subprocess\nprint(subprocess.Popen(['sleep', '300']).pid)"
    number = int(execute(tmp_path, code).outputs[0][0]["text"])
    assert ends(number)


def ends(number: int) -> bool:
    """Tell whether a process ends that was told to, once a busy machine gets round to it: far sooner than it would."""
    for _ in range(100):
        try:
            if Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.1)
    return False


def test_a_fork_of_a_cell_does_not_outlive_its_chapter(tmp_path: Path) -> None:
    code = "import os, time\nnumber = os.fork()\nif not number:\n    time.sleep(300)\nprint(number)"
    number = int(execute(tmp_path, code).outputs[0][0]["text"])
    assert ends(number)


def test_a_gigabyte_written_to_a_file_is_stopped(tmp_path: Path) -> None:
    code = "with open('large', 'wb') as file:\n    for _ in range(1024):\n        file.write(bytes(2**20))"
    failure = execute(tmp_path, code).failure
    assert failure is not None
    assert failure.name == "OSError"
    assert (tmp_path / "large").stat().st_size <= cell_runner.MOST_IN_A_FILE


def test_all_that_runs_ends_when_the_build_is_interrupted(tmp_path: Path) -> None:
    slots = multiprocessing.get_context("fork").Semaphore(1)
    noted = tmp_path / "number"
    code = f"import subprocess, time\nopen({str(noted)!r}, 'w').write(str(subprocess.Popen(['sleep', '300']).pid))"
    runs = Run([Cell(f"{code}\ntime.sleep(300)", may_fail=False)], tmp_path / "c.md", 300, slots)
    while not (noted.exists() and noted.read_text()):
        runs.watch(0.1)
    run.abandon_all()
    assert ends(int(noted.read_text()))


def test_a_thread_left_behind_keeps_nobody_waiting(tmp_path: Path) -> None:
    code = "import threading, time\nthreading.Thread(target=time.sleep, args=(300,)).start()\n42"
    assert execute(tmp_path, code).outputs[0][0]["data"]["text/plain"] == "42"


def test_a_chapter_that_shows_too_much_is_stopped(tmp_path: Path) -> None:
    code = "while True:\n    try:\n        print('x' * 1_000_000)\n    except Exception:\n        pass"
    failure = execute(tmp_path, code).failure
    assert failure is not None
    assert failure.name == "OutputTooLargeError"


AS_A_KERNEL_DOES = {
    "a program's output": (
        "import subprocess, time\nprint('a', flush=True)\ntime.sleep(1)\n"
        "_ = subprocess.run(['echo', 'b'])\ntime.sleep(1)\nprint('c')"
    ),
    "a program's errors": "import subprocess\n_ = subprocess.run('echo e >&2', shell=True)",
    "bytes written to a stream": "import os\n_ = os.write(1, b'w\\n')",
    "a display that is updated": (
        "from IPython.display import display\nh = display('AAA', display_id=True)\nh.update('BBB')"
    ),
    "a display cleared": "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('kept')",
    "a display cleared when the next comes": (
        "from IPython.display import clear_output\nprint('gone')\nclear_output(wait=True)\nprint('kept')"
    ),
    "a display cleared when none comes": (
        "from IPython.display import clear_output\nprint('kept')\nclear_output(wait=True)"
    ),
    "a value and a print": "print('p')\n6 * 7",
    "an error": "1 / 0",
}


@pytest.fixture(scope="module")
def by_kernel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, object]]]:
    """What a real kernel shows for each cell, each in a notebook cell of its own."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(source, metadata={"tags": ["raises-exception"]})
            for source in AS_A_KERNEL_DOES.values()
        ]
    )
    folder = str(tmp_path_factory.mktemp("kernel"))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)  # in a test, a kernel does not collect programs' output
        NotebookClient(notebook, timeout=60, resources={"metadata": {"path": folder}}).execute()
    return {name: cell.outputs for name, cell in zip(AS_A_KERNEL_DOES, notebook.cells, strict=True)}


def shown(outputs: list[dict[str, Any]]) -> list[object]:
    """Return what outputs say, without what differs from run to run; a kernel may send a stream in several pieces."""
    said: list[Any] = []
    for output in outputs:
        kind, name, text = output["output_type"], output.get("name"), output.get("text")
        if kind == "stream" and said and said[-1][:2] == (kind, name):
            said[-1] = (kind, name, said[-1][2] + text, None, None)
        else:
            said.append((kind, name, text, output.get("data"), output.get("ename")))
    return said


@pytest.mark.parametrize("name", AS_A_KERNEL_DOES)
def test_a_fork_shows_what_a_kernel_shows(tmp_path: Path, by_kernel: dict[str, Any], name: str) -> None:
    assert shown(execute(tmp_path, AS_A_KERNEL_DOES[name], may_fail=True).outputs[0]) == shown(by_kernel[name])
