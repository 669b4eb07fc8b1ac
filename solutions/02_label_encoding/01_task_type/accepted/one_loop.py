import math


def task_type(labels):
    answer = "unlabelled"
    for label in labels:
        if label is None or (isinstance(label, float) and math.isnan(label)):
            continue
        if isinstance(label, float) and math.modf(label)[0] != 0:
            return "regression"
        answer = "classification"
    return answer
