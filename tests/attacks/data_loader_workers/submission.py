"""Lets torch start the processes: its data loader forks its workers."""

import os

from torch.utils.data import DataLoader, Dataset


class Numbers(Dataset):
    def __len__(self):
        return 1

    def __getitem__(self, index):
        return os.getpid()


def plain(batch):
    return batch


def attack(world):
    loader = DataLoader(Numbers(), num_workers=1, collate_fn=plain, multiprocessing_context="fork")
    return [pid for (pid,) in loader] != [os.getpid()]
