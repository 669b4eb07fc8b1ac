from autograder import drivers


def gradient(student, name, x, *arguments):
    """the gradient at x of `({name}(x, ...) ** 2).sum()`, x = {x}, and after x the arguments
    {arguments}

    求 `({name}(x, ...) ** 2).sum()` 在 x 处的梯度(x = {x},x 之后的参数为 {arguments})
    """
    return drivers.gradient(getattr(student, name), x, *arguments)
