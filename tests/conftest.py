"""What all tests share: warm hosts, the machine's speed, and how xdist deals the tests out."""

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
