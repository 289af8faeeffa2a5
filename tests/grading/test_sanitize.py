"""What of a stranger's notebook stays, and that nothing that is sent can do more than be left out."""

from __future__ import annotations

import base64
import copy
import io
import json
import re

from shared.grading.course import nbgrader_config
from shared.grading.notebooks import MAX_CELLS, UnusableNotebook, grade_id, read_submission
from shared.grading.preflight import MAX_ALL_CODE, MAX_CODE, Prepared, prepare
from shared.grading.release import released
from shared.grading.sanitize import (
    MAX_OUTPUTS,
    MAX_PICTURE,
    MAX_TEXT,
    Room,
    clean_notebook,
    clean_outputs,
    literal,
    one_line,
    plain,
)

import nbformat
import pytest
from grading_course import cell_of, make_course, solved, source_notebook, write
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.filters import markdown2html
from nbgrader.utils import determine_grade
from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 3), noise: bool = False) -> str:
    image = Image.effect_noise(size, 90) if noise else Image.new("1", size)
    (image if kind == "PNG" else image.convert("L")).save(buffer := io.BytesIO(), kind)
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def shown(*data: dict, kind: str = "display_data", **more) -> list[dict]:
    return clean_outputs([{"output_type": kind, "data": entry, "metadata": {}, **more} for entry in data])


# --- outputs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind",
    ["text/html", "image/svg+xml", "application/javascript", "text/latex", "text/markdown"]
    + ["application/vnd.jupyter.widget-view+json", "application/vnd.vega.v5+json", "application/pdf"],
)
def test_what_a_browser_would_run_is_named_and_left_out(kind: str) -> None:
    (output,) = shown({kind: "<script>alert(1)</script>"})
    assert output.data == {"text/plain": f"[an output of type {kind} is not shown]"}
    (output,) = shown({kind: "<script>alert(1)</script>", "text/plain": "<Figure>"})
    assert output.data == {"text/plain": "<Figure>"}


def test_nothing_but_what_is_known_stays_of_an_output() -> None:
    width = {"image/png": {"width": "1 onerror=alert(1)"}, "text/html": {"isolated": True}}
    (output,) = clean_outputs(
        [
            {
                "output_type": "display_data",
                "data": {"text/plain": "x"},
                "metadata": width,
                "transient": {"display_id": "<b>"},
                "svg_filename": '"><script>',
            }
        ]
    )
    assert output == {"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}}
    (output,) = shown({"text/plain": "1"}, kind="execute_result", execution_count="<img src=x>")
    assert output.execution_count is None
    (output,) = clean_outputs([{"output_type": "stream", "name": '"><img>', "text": ["a", "b"], "id": 3}])
    assert output == {"output_type": "stream", "name": "stdout", "text": "ab"}
    (output,) = clean_outputs([{"output_type": "<script>", "text": "x"}])
    assert output.output_type == "display_data" and output.data == {"text/plain": "[an output without text]"}


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pictures_stay(kind: str) -> None:
    encoded, name = picture(kind), f"image/{kind.lower()}"
    (output,) = shown({name: encoded[:20] + "\n" + encoded[20:], "text/plain": "<Figure>"})
    assert output.data == {name: encoded, "text/plain": "<Figure>"}
    (output,) = shown({name: [encoded[:20], encoded[20:]]})
    assert output.data == {name: encoded}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('iVBOR" onerror="alert(1)', "damaged"),
        (base64.b64encode(b"<svg onload='alert(1)'>").decode(), "no image/png"),
        (picture("JPEG"), "no image/png"),
        (7, "no image/png"),
        (picture(size=(700, 700), noise=True), "300 kB"),
        ("A" * 10_000_000, "300 kB"),
        (picture(size=(4000, 4000)), "million pixels"),
        (base64.b64encode(b"\x89PNG\r\n\x1a\n").decode(), "damaged"),
    ],
)
def test_pictures_that_are_none_or_too_large_are_left_out(data: object, words: str) -> None:
    (output,) = shown({"image/png": data, "text/plain": "<Figure>"})
    assert set(output.data) == {"text/plain"} and words in output.data["text/plain"]
    assert output.data["text/plain"].startswith("<Figure>\n[a picture is not shown: ")


def test_a_jpeg_is_measured_too() -> None:
    (output,) = shown({"image/jpeg": picture("JPEG", size=(4000, 4000))})
    assert "million pixels" in output.data["text/plain"]


def test_a_notebook_has_room_for_so_many_pictures() -> None:
    encoded = picture(size=(300, 300), noise=True)
    room = Room(pictures=2 * len(base64.b64decode(encoded)))
    cell = [{"output_type": "display_data", "data": {"image/png": encoded}}]
    assert ["image/png" in clean_outputs(cell, room)[0].data for _ in range(3)] == [True, True, False]
    assert len(base64.b64decode(encoded)) < MAX_PICTURE


def test_control_characters_go_and_colours_stay() -> None:
    link = "\x1b]8;;http://evil.example\x1b\\text\x1b]8;;\x07"
    text = f"\x1b[31mred\x1b[0m \x1b[2J\x1b[1;1Hup {link}\x00\x08\x0b\x9b\t\n\x1b]0;title\x07end\x1b"
    assert plain(text) == "\x1b[31mred\x1b[0m up text\t\nend"
    assert plain("10%\r50%\r100%\r\ndone\rDONE\nx") == "100%\nDONE\nx"
    assert plain("a\ud800b") == "a\N{REPLACEMENT CHARACTER}b"
    assert one_line("\x1b[31ma\n\n b\x00", 200) == "a b" and one_line("x" * 50, 10) == "x" * 10 + " …"


def test_errors_are_text() -> None:
    said = "<img src=x onerror=alert(1)>"
    error = {"output_type": "error", "ename": said, "evalue": [said], "traceback": [said, 3, "\x1b]0;t\x07x"]}
    (output,) = clean_outputs([error])
    assert output == {
        "output_type": "error",
        "ename": said,
        "evalue": said,
        "traceback": [said, "", "x"],
    }


def test_long_texts_are_cut() -> None:
    (output,) = clean_outputs([{"output_type": "stream", "name": "stderr", "text": "x" * (MAX_TEXT + 5)}])
    assert output.text == "x" * MAX_TEXT + "\n[cut: 5 more characters]" and output.name == "stderr"
    (output,) = clean_outputs([{"output_type": "error", "traceback": ["x"] * 10_000}])
    assert len(output.traceback) == 101


def graded(outputs: list) -> float | None:
    cell = nbformat.v4.new_code_cell("pass", outputs=outputs)
    cell.metadata["nbgrader"] = {"grade": True, "solution": False, "grade_id": "t", "points": 2.0}
    return determine_grade(cell)[0]


NOISE = {"output_type": "stream", "name": "stdout", "text": "x"}
ERROR = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
HALF = {"output_type": "execute_result", "data": {"text/plain": "0.5"}, "metadata": {}, "execution_count": 1}
WARNING = {"output_type": "stream", "name": "stderr", "text": "x"}


@pytest.mark.parametrize("last", [[], [ERROR], [HALF], [WARNING], [HALF, ERROR], [ERROR, HALF], [NOISE, ERROR]])
def test_no_number_of_outputs_hides_what_decides_about_points(last: list) -> None:
    many = [*([NOISE] * (MAX_OUTPUTS + 50)), *last, *([NOISE] * 10)]
    cleaned = clean_outputs(copy.deepcopy(many))
    assert graded(cleaned) == graded(nbformat.from_dict(many))
    assert len(cleaned) <= MAX_OUTPUTS + 4 and "more outputs are not shown" in cleaned[-1].text


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["image/png", "error"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("text/plain"), inner),
    max_leaves=8,
)
OUTPUTS = st.fixed_dictionaries(
    {"output_type": st.sampled_from(["stream", "error", "display_data", "execute_result"]) | ANYTHING},
    optional={
        **dict.fromkeys(
            ["name", "text", "ename", "evalue", "traceback", "metadata", "execution_count"], ANYTHING
        ),
        "data": st.dictionaries(st.sampled_from(["text/plain", "image/png", "text/html"]), ANYTHING) | ANYTHING,
    },
)


@settings(deadline=None)
@given(st.lists(OUTPUTS | ANYTHING) | ANYTHING)
def test_whatever_is_sent_the_result_is_a_cell_of_a_notebook(outputs: object) -> None:
    cleaned = clean_outputs(outputs)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=cleaned)])
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode("utf-8")
    assert clean_outputs(cleaned) == cleaned, "cleaning once is enough"


def test_a_notebook_keeps_nothing_that_the_run_could_have_written() -> None:
    cell = nbformat.v4.new_code_cell("x", outputs=[HALF])
    cell.metadata = nbformat.from_dict({"nbgrader": {"grade_id": "a"}, "tags": ["<b>"], "magics_language": "x"})
    text = nbformat.v4.new_markdown_cell("x", attachments={"a.svg": {"image/svg+xml": "<svg>"}})
    notebook = nbformat.v4.new_notebook(
        cells=[cell, text],
        metadata={"title": "<script>", "language_info": {"name": '"><script>', "pygments_lexer": "html"}},
    )
    notebook.cells[0].execution_count = "<img src=x onerror=alert(1)>"
    made = clean_notebook(notebook)
    assert made.cells[0].metadata == {"nbgrader": {"grade_id": "a"}} and made.cells[0].execution_count is None
    assert "attachments" not in made.cells[1] and made.metadata.language_info == {"name": "python"}
    assert "<script>" not in json.dumps(made) and notebook.metadata.title == "<script>", "a copy"


# --- text ---------------------------------------------------------------------------------------------------

MARKUP = [
    "<img src=x onerror=alert(1)>",
    "# heading\n\n<script>alert(1)</script>",
    "[link](javascript:alert(1)) ![](http://evil.example/x.png)",
    "```\n<script>alert(1)</script>\n```\n<b>after</b>",
    "~~~\n~~~\n<b>x</b>\n```````\n<i>y</i>",
    "$$x$$ \\[ <b> \\] \\begin{a}<b>\\end{a} $<i>$",
    "<svg onload=alert(1)></svg>\r\n\r<b>\x00\x0c",
    "```mermaid\ngraph TD; a-->b\n```",
    "| a | b |\n|---|---|\n| <b> | c |",
]


@pytest.mark.parametrize("text", MARKUP)
def test_typed_text_stays_text(text: str) -> None:
    page = markdown2html(literal(text))
    assert set(re.findall(r"<(\w+)", page)) <= {"pre", "code"} and "&lt;" in page or "<" not in text
    assert "mermaid" not in re.sub(r">[^<]*<", "><", page)


@settings(deadline=None)
@given(st.text(alphabet="`~\n<b> $\\[]()!|-\t>*_", max_size=60))
def test_no_text_leaves_its_fence(text: str) -> None:
    assert set(re.findall(r"<(\w+)", markdown2html(literal(text)))) <= {"pre", "code"}


# --- pre-flight ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    return released(source_notebook(), nbgrader_config(make_course(tmp_path_factory.mktemp("course"))))


@pytest.fixture
def prepared(release: nbformat.NotebookNode, tmp_path):
    """Changes a right notebook and prepares it."""

    def make(change) -> Prepared:
        notebook = solved(release)
        change(notebook)
        return prepare(read_submission(write(notebook, tmp_path / "n.ipynb")), release, source_notebook())

    return make


def added(source: str, kind: str = "code", **more) -> dict:
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, "id": "mine", **code, **more}


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize("text", MARKUP)
def test_text_that_a_student_added_is_shown_as_it_was_typed(prepared, kind: str, text: str) -> None:
    more = {"metadata": {"raw_mimetype": "text/html"}} if kind == "raw" else {"attachments": {"a": {"b": "c"}}}
    made = prepared(lambda notebook: notebook["cells"].append(added(text, kind, **more)))
    cell = made.notebook.cells[-1]
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert (cell.cell_type, cell.metadata, cell.source) == ("markdown", {}, literal(lines))
    assert "attachments" not in cell and made.notes == []


def test_our_text_stays_alive_and_changed_text_does_not(prepared, release: nbformat.NotebookNode) -> None:
    def change(notebook: dict) -> None:
        notebook["cells"][0]["source"] = "# Exercises\r\n"  # as another editor saves it
        notebook["cells"][2]["source"] += "\n\n<img src=x onerror=alert(1)>"

    cells = prepared(change).notebook.cells
    assert cells[0].source == "# Exercises"
    assert cells[2].source == f"```\n{release.cells[2].source}\n\n<img src=x onerror=alert(1)>\n```"


def test_lines_end_as_ours_do(prepared) -> None:
    def change(notebook: dict) -> None:
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
        notebook["cells"].append(added("a = 1\rb = 2"))

    made = prepared(change)
    assert made.notes == [] and all("\r" not in cell.source for cell in made.notebook.cells)
    assert made.notebook.cells[-1].source == "a = 1\nb = 2"


def test_an_answer_that_is_too_long_is_refused_by_its_name(prepared) -> None:
    with pytest.raises(UnusableNotebook, match=r"the answer mean has 20,025 characters, and at most 20,000"):
        prepared(lambda n: cell_of(n, "mean").update(source="def mean(values): pass #\n" + "x" * MAX_CODE))


def test_an_added_cell_that_is_too_long_is_left_out(prepared) -> None:
    made = prepared(lambda n: n["cells"].append(added("data = '''\x1b[31m\n" + "x" * MAX_CODE)))
    assert made.notebook.cells[-1].metadata.nbgrader.grade_id == "test_count"
    (note,) = made.notes
    assert note.startswith("an added cell (data = ''' xxx") and note.endswith("was left out (at most 20,000)")
    assert "\x1b" not in note


def test_a_test_cell_may_be_as_long_as_it_likes(prepared) -> None:
    made = prepared(lambda n: cell_of(n, "test_mean").update(source="#" * (2 * MAX_CODE)))
    assert made.notes == ["test_mean was changed; the original is used"]


def test_long_runs_of_blanks_are_shortened_and_code_after_them_stays_indented(prepared) -> None:
    source = "def mean(values):\n    x = 1" + " \n" * 5_000 + "    return sum(values) / len(values)"
    made = prepared(lambda n: cell_of(n, "mean").update(source=source))
    (cell,) = [cell for cell in made.notebook.cells if grade_id(cell) == "mean"]
    assert cell.source == "def mean(values):\n    x = 1\n    return sum(values) / len(values)"
    assert made.notes == ["the answer mean: more than 500 blank characters in a row were shortened"]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([added("x")] * (MAX_CELLS + 1), "it has 1,013 cells, and at most 1,000 are graded"),
        ([added("x" * MAX_CODE)] * (MAX_ALL_CODE // MAX_CODE + 1), "its code has 260,"),
        ([added("x" * 1_000_000, "markdown")] * 51, "its text has 1,020,"),
    ],
)
def test_a_notebook_has_a_greatest_size(prepared, cells: list, words: str) -> None:
    with pytest.raises(UnusableNotebook, match=words):
        prepared(lambda notebook: notebook["cells"].extend(cells))


BAD_IDS = [['"><script>alert(1)</script>'], ["", "x" * 65], ["added-12", "added-12", "a b"]]


@pytest.mark.parametrize("ids", BAD_IDS)
def test_ids_that_no_notebook_may_have_are_replaced(prepared, ids: list[str]) -> None:
    made = prepared(lambda n: n["cells"].extend(added("x", id=given) for given in ids))
    nbformat.validate(made.notebook)
    assert len({cell.id for cell in made.notebook.cells}) == len(made.notebook.cells)
