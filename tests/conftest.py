"""What all tests share: warm hosts, the machine's speed, and how xdist deals the tests out."""

from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

from autograder.sandbox.confinement import confine
from autograder.sandbox.processes.host import Host
from tests import machine as machines

settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")


@pytest.fixture(scope="session")
def host_at():
    """Return the warm host of a level: one for each process of pytest, since a start takes long."""
    hosts: dict[str, Host] = {}

    def at(level: str) -> Host:
        if level not in hosts:
            hosts[level] = Host(level)
        return hosts[level]

    yield at
    for host in hosts.values():
        host.close()


@pytest.fixture(scope="session")
def host(host_at):
    """The warm host of the best level of this machine."""
    return host_at(confine.probe().level)


@pytest.fixture(scope="session")
def machine() -> machines.Machine:
    return machines.measured()


# What takes longest starts first, so that nobody waits for it in the end.
LONGEST = ("test_demo", "attacks at S3", "attacks at S2", "controls of attacks", "test_batch")


@pytest.hookimpl(wrapper=True)  # the only way to come before xdist, which reads the groups
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """Keep the tests of one file in one process, for what its fixtures share.

    A group of its own divides a file; tests marked `apart` share nothing that would cost anything.
    """
    for item in items:
        if not item.get_closest_marker("apart") and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=_place)
    result = yield
    if items and getattr(config.option, "loadgroup", False) and "@" not in items[0].nodeid:
        raise pytest.UsageError(
            "this pytest knows no groups of tests: `make setup` installs another"
        )
    return result


def _place(item: pytest.Item) -> int:
    group = item.get_closest_marker("xdist_group")
    name = group.args[0] if group else ""
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)
