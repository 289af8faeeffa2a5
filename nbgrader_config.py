"""nbgrader's own commands and its pages in JupyterLab use the settings of ``python -m shared.grading``."""

from pathlib import Path

from shared.grading.course import Course, nbgrader_config

c = get_config()  # noqa: F821 - nbgrader provides it
c.merge(nbgrader_config(Course.at(Path(__file__).parent)))
