"""Drives `fit_standardiser` where a table is changed afterwards or has to be looked at again."""


def standardise(student, train, x):
    """Fit on one table and transform another."""
    return student.fit_standardiser(train)(x)


def tables_afterwards(student, train, x):
    """Return both tables as they are after fitting and transforming, and the result."""
    out = student.fit_standardiser(train)(x)
    return train, x, out


def with_changed_training_data(student, train, x):
    """Return what two standardisers fitted on equal tables say once one table has been changed."""
    kept = student.fit_standardiser(train.clone())
    changed = student.fit_standardiser(train)
    train.mul_(3).add_(1)
    return changed(x), kept(x)
