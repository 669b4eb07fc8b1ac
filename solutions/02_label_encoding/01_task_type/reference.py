def task_type(labels: list) -> str:
    """Tell which task these labels define: "classification", "regression" or "unlabelled".

    Args:
        labels: Strings, booleans, integers and floats; None and NaN stand for a missing label.

    Example:
        >>> task_type(["setosa", "virginica", None])
        'classification'
        >>> task_type([1.0, 4.7, None])
        'regression'
        >>> task_type([0, 2.0, True, float("nan")])
        'classification'
        >>> task_type(["1.5", "2.5"])
        'classification'
        >>> task_type([None, float("nan")])
        'unlabelled'
    """
    ### BEGIN SOLUTION
    present = [label for label in labels if label is not None and label == label]
    if not present:
        return "unlabelled"
    if any(isinstance(label, float) and not label.is_integer() for label in present):
        return "regression"
    return "classification"
    ### END SOLUTION
