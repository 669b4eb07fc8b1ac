"""Drives `LabelEncoder` as one function, so that its computing time can be compared."""


def encode(student, train, labels):
    """a `LabelEncoder` fitted on one list of labels and used to transform another

    先用一个标签列表拟合 `LabelEncoder`,再变换另一个列表
    """
    encoder = student.LabelEncoder()
    encoder.fit(train)
    return encoder.transform(labels)
