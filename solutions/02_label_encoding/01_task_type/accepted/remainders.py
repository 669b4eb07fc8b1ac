def task_type(labels):
    floats = [y for y in labels if isinstance(y, float) and y == y]
    others = [y for y in labels if not isinstance(y, float) and y is not None]
    if any(y % 1 for y in floats):
        return "regression"
    return "classification" if floats or others else "unlabelled"
