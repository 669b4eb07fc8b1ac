"""Drivers return values that depend on the seed alone, and see what happens in a run."""

import pytest
import torch
from torch import nn

from autograder import drivers
from autograder.drivers import Counting, Interrupted, Loader


def test_a_network_depends_on_its_seed_alone_and_leaves_the_generator():
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    first = drivers.copies(drivers.network(5, (4, 6, 3)))
    assert torch.equal(torch.rand(3), expected)
    again, other = (drivers.copies(drivers.network(seed, (4, 6, 3))) for seed in (5, 6))
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert not torch.equal(first[0], other[0])


def test_layers_between_come_after_the_first_linear_one():
    layers = drivers.network(0, (4, 6, 5, 3), nn.BatchNorm1d(6), activation=nn.ReLU)
    kinds = [nn.Linear, nn.BatchNorm1d, nn.ReLU, nn.Linear, nn.ReLU, nn.Linear]
    assert [type(layer) for layer in layers] == kinds
    assert layers(torch.zeros(2, 4)).shape == (2, 3)


def test_batches_have_the_sizes_asked_for_and_grow_harder():
    made = drivers.batches(3, (2, 1, 4), 5, 3, harder=1.0)
    assert [(x.shape, y.shape) for x, y in made] == [((n, 5), (n,)) for n in (2, 1, 4)]
    assert all(y.dtype is torch.int64 and set(y.tolist()) <= {0, 1, 2} for _, y in made)
    plain = drivers.batches(3, (2, 1, 4), 5, 3)
    for position, ((x, y), (x0, y0)) in enumerate(zip(made, plain, strict=True)):
        assert torch.equal(x, x0 * (1 + position)) and torch.equal(y, y0)


def test_copies_do_not_follow_the_model():
    model = drivers.network(0, (2, 2))
    before = drivers.copies(model)
    optimizer = drivers.sgd(model)
    drivers.store_gradient(model, 2.0)
    optimizer.step()
    after = drivers.copies(model.parameters())
    assert all(torch.allclose(b - a, torch.tensor(0.6)) for b, a in zip(before, after, strict=True))


def test_modes_are_set_and_recorded_over_a_run():
    model = drivers.network(0, (2, 3, 2), nn.Dropout(0.5))
    modes = [True, False, True, False, True]
    drivers.set_modes(model, modes)
    seen = drivers.watch(model[0], lambda x: (len(x), drivers.modes_of(model)))
    model(torch.zeros(4, 2))
    model.eval()
    model(torch.zeros(1, 2))
    assert seen == [(4, modes), (1, [False] * 5)]
    with pytest.raises(ValueError):
        drivers.set_modes(model, [True])


@pytest.mark.parametrize("number", [0, 2])
def test_an_interrupt_comes_at_its_call_and_at_no_other(number):
    loss_fn = drivers.interrupting(lambda a, b: a + b, drivers.nth(number))
    came = [drivers.came_through(lambda: loss_fn(1, 2)) for _ in range(4)]
    assert came == [call == number for call in range(4)]
    model = nn.Linear(1, 1)
    drivers.interrupt_forward(model, lambda x: len(x) == number + 1)
    came = [drivers.came_through(lambda n=n: model(torch.zeros(n, 1))) for n in (1, 2, 3)]
    assert came == [n == number + 1 for n in (1, 2, 3)]


def test_only_our_exception_counts_as_come_through():
    with pytest.raises(RuntimeError):
        drivers.came_through(lambda: torch.zeros(2) @ torch.zeros(3))


def test_a_counting_model_counts_direct_calls_of_forward_too():
    model, loss_fn = Counting(nn.Linear(2, 1)), Counting(nn.MSELoss())
    x = torch.zeros(3, 2)
    loss_fn(model(x), model.forward(x)).backward()
    assert (model.calls, loss_fn.calls) == (2, 1)
    assert [p.grad is not None for p in model.parameters()] == [True, True]


def test_a_loader_counts_passes_and_batches_and_fails_where_it_should():
    loader = Loader(["a", "b", "c"])
    assert list(loader) == ["a", "b", "c"]
    assert next(iter(loader)) == "a"
    assert (loader.passes, loader.drawn) == (2, 4)
    with pytest.raises(TypeError):
        len(loader)
    broken, got = Loader(["a", "b", "c"], fails_at=1), []
    with pytest.raises(Interrupted):
        for batch in broken:
            got.append(batch)
    assert got == ["a"] and broken.drawn == 1


def test_a_gradient_is_a_value_also_where_none_arrives():
    x = torch.tensor([1.0, -2.0])
    assert torch.equal(drivers.gradient(lambda v, k: v * k, x, 3.0), 18 * x)
    assert torch.equal(drivers.gradient(lambda v: v.detach(), x), torch.zeros(2))
    w = torch.ones(2, requires_grad=True)
    assert torch.equal(drivers.gradient(lambda v: w, x), torch.zeros(2))
