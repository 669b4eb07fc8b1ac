"""Makes this repository an nbgrader course whose submissions are graded by the engine."""

import os
import sys

c = get_config()  # noqa: F821  nbgrader provides it

# A new gradebook makes nbgrader call the program `alembic`, which lies beside this Python.
os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])

c.CourseDirectory.course_id = "pytorch_first_course"

# The student's notebook is mended while it is read (cells that were deleted, copied or changed) and
# never run by Jupyter: the engine runs its code in a confined process, writes scores and feedback.
c.Autograde.exporter_class = "autograder.nbgrader.hook.Exporter"
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader.hook.Grade",
    "nbgrader.preprocessors.SaveAutoGrades",
    "autograder.nbgrader.hook.Comment",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.AssignLatePenalties.plugin_class = "autograder.nbgrader.hook.LatePolicy"
