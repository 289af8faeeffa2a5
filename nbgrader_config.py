"""Settings for nbgrader: for ``python -m shared.grading``, nbgrader's own commands and JupyterLab's pages."""

from pathlib import Path

from shared.grading.course import Course, base_config

c = get_config()  # noqa: F821 - nbgrader provides it
c.merge(base_config(Course.at(Path(__file__).parent)))

# Your own settings go below. A submission that is late loses all of its points, for example, with
#     c.LateSubmissionPlugin.penalty_method = "zero"
# and ten points a day with
#     from nbgrader.plugins import BasePlugin
#     class TenADay(BasePlugin):
#         def late_submission_penalty(self, student_id, score, total_seconds_late):
#             return 10 * -(-total_seconds_late // 86_400)  # a day that has begun counts
#     c.AssignLatePenalties.plugin_class = TenADay
