"""The ids of imported events, and the references between them."""

import sys

from .importing import (
    imported,
)


def test_rows_that_refer_to_themselves_take_linear_time() -> None:
    steps = {}
    for count in (500, 2000):
        rows = "".join(f"a{number},2024,x,a{number}\n" for number in range(count))
        calls: list[str] = []
        sys.setprofile(lambda _frame, event, _argument: calls.append(event))  # noqa: B023 (used in this round only)
        converted = imported("id,date,title,follows\n" + rows)
        sys.setprofile(None)
        assert len(converted.events) == count
        assert len(converted.report.remarks) == count
        steps[count] = len(calls)
    assert steps[2000] < 5 * steps[500]


def test_each_cycle_of_references_is_broken_once() -> None:
    rows = "".join(f"a{number},2024,x,a{(number + 1) % 50}\n" for number in range(50))
    converted = imported("id,date,title,follows\n" + rows)
    assert sum(len(event.follows) for event in converted.events) == 49
    assert [remark.message for remark in converted.report.remarks] == ["'a49' follows 'a0', which leads back to it"]


def test_ids_are_imported_or_made() -> None:
    rows = [
        "good,2024-10-03,Yoon visits Tokyo,",
        ",2024-10-03,Yoon visits Tokyo,good; not good",
        ",2024-10-03,Yoon's visit: TOKYO é ß,nowhere",
        ",2024-10-03,Yoon visits Tokyo,",
        "not good,2024-10~,Second,",
        "good,../2024,Third,",
        ",2024-10-03,石破,",
        ",2024-10-03,石破 2,",
        f",2024,{'word ' * 40},",
        f",2024,{'w' * 100},",
        "2024-10-03-yoon-visits-tokyo,2020,Taken,",
    ]
    converted = imported("id,date,title,follows\n" + "\n".join(rows) + "\n")
    assert {event.title[:30]: event.id for event in converted.events if event.title != "Yoon visits Tokyo"} == {
        "Yoon's visit: TOKYO é ß": "2024-10-03-yoons-visit-tokyo-e-ss",
        "Second": "2024-10-second",
        "Third": "2024-third",
        "石破": "2024-10-03-1",
        "石破 2": "2024-10-03-2",
        ("word " * 40)[:30]: "2024" + "-word" * 11,
        "w" * 30: "2024-" + "w" * 55,
        "Taken": "2024-10-03-yoon-visits-tokyo",
    }
    twins = [event for event in converted.events if event.title == "Yoon visits Tokyo"]
    assert [event.id for event in twins] == ["good", *(f"2024-10-03-yoon-visits-tokyo-{n}" for n in (2, 3))]
    assert twins[1].follows == ("good", "2024-10-second")
    assert sorted((remark.position, remark.noun.one) for remark in converted.report.remarks) == [
        (4, "reference to another event"),
        (6, "id"),
        (7, "id"),
    ]
