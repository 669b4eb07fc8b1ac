"""Makes this repository an nbgrader course whose submissions are graded by the engine."""

import os
import sys

c = get_config()  # noqa: F821  nbgrader provides it

# A new gradebook makes nbgrader call the program `alembic`, which lies beside this Python.
os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])

c.CourseDirectory.course_id = "pytorch_first_course"

# `nbgrader autograde` grades as `autograder grade` does: the engine runs what was handed in, in
# whatever form, in a confined process, and fills gradebook, notebooks and results.
c.Autograde.exporter_class = "autograder.nbgrader.hook.Exporter"
