"""One set of templates for all fault tests of a run, one house for each test."""

import pytest

from tests.faults import house


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    if not house.HAS_POSTGRESQL:
        pytest.skip("needs PostgreSQL: set TEST_DATABASE_URL to a role that may create databases")
    if house.REDIS_SERVER is None:
        pytest.skip("needs redis-server on the path: a Redis that may be killed")
    made = house.Template(tmp_path_factory.mktemp("template"))
    yield made
    made.drop()


@pytest.fixture
def houses(template, tmp_path):
    """`houses("--people", "40")`: a house over a generated ministry, with its Redis and mail server running."""
    built: list[house.House] = []

    def build(*generate: str) -> house.House:
        folder = tmp_path / f"house{len(built)}"
        folder.mkdir()
        made = house.House(folder, template.of(*generate))
        built.append(made)
        made.start_redis()
        made.start_sink()
        return made

    yield build
    for made in built:
        made.close()
