"""What a cell shows in a fork is what a kernel would have sent."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from briefing.book.execution.cell_runner import Cell, Result
from briefing.book.execution.forked_client import Run


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
