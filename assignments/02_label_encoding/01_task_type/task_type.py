def task_type(labels: list) -> str:
    """Tell which task these labels define: "classification", "regression" or "unlabelled".

    Args:
        labels: Strings, booleans, integers and floats; None and NaN stand for a missing label.

    Example:
        >>> task_type(["setosa", "virginica", None])
        'classification'
        >>> task_type([1.4, 4.7, 6.0])
        'regression'
        >>> task_type([None, float("nan")])
        'unlabelled'
    """
    # YOUR CODE HERE
    raise NotImplementedError()
