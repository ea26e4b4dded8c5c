"""What the tests of documents share."""

import pytest

from tests.documents.plan_files import Desk, make_desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("desk"))
