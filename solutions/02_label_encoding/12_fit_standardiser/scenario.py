"""Drives `fit_standardiser` where a table is changed afterwards or has to be looked at again."""


def standardise(student, train, x):
    """`fit_standardiser(train)(x)`, train = {train}, x = {x}

    调用 `fit_standardiser(train)(x)`,其中 train = {train},x = {x}
    """
    return student.fit_standardiser(train)(x)


def tables_afterwards(student, train, x):
    """a look at train and x after `fit_standardiser(train)(x)`, train = {train}, x = {x}

    调用 `fit_standardiser(train)(x)` 之后再看 train 和 x,其中 train = {train},x = {x}
    """
    out = student.fit_standardiser(train)(x)
    return train, x, out


def with_changed_training_data(student, train, x):
    """`transform = fit_standardiser(train)`, then train changed in place, then `transform(x)`,
    train = {train}, x = {x}

    先 `transform = fit_standardiser(train)`,再就地修改 train,然后 `transform(x)`,其
    中 train = {train},x = {x}
    """
    kept = student.fit_standardiser(train.clone())
    changed = student.fit_standardiser(train)
    train.mul_(3).add_(1)
    return changed(x), kept(x)
