import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def demo_home():
    return Path(os.environ["DEMO_HOME"])


@pytest.fixture(scope="session")
def demo_extracts():
    return Path(os.environ["DEMO_EXTRACTS"])
