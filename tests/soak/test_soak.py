"""One minute of the soak, and a shorter one of three servers behind one address."""

import pytest

from tests.soak.run import Found, soaked, table


def check(found: Found) -> None:
    print(table(found))
    assert {name: count for name, count in found.faults.items() if count} == {}, (
        found.errors[:3] + found.logged[:3]
    )
    assert len(found.clicks) > 200
    assert found.done["publish"] >= 2
    assert found.pictures_seen >= 2
    assert max(found.handles[1:]) <= found.handles[0] + 30


@pytest.mark.timeout(300)
def test_one_minute_of_twenty_people() -> None:
    check(soaked(seconds=60))


@pytest.mark.timeout(300)
def test_fifty_people_at_three_servers_over_one_home() -> None:
    found = soaked(seconds=30, people=50, servers=3)
    check(found)
    assert found.done["undo"] >= 1
