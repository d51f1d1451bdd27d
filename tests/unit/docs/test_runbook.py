"""docs/runbook.md has a section for each alarm, and a row for each parameter, metric and dead-letter queue."""

import re
from pathlib import Path

import deployment

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")


def names(section: str) -> set[str]:
    """What the first column of a section's table names."""
    text = re.split(rf"^#+ {section}$", PAGE, flags=re.MULTILINE)[1].split("\n#", 1)[0]
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


def test_each_alarm_has_its_section_and_no_other_does() -> None:
    assert set(re.findall(r"^### (\w+Alarm)$", PAGE, re.MULTILINE)) == set(deployment.of_type("AWS::CloudWatch::Alarm"))


def test_each_parameter_has_its_row() -> None:
    assert names("Parameters") == set(deployment.load_template().parameters)


def test_each_dead_letter_queue_has_its_row() -> None:
    queues = {name for name in deployment.of_type("AWS::SQS::Queue") if name.endswith("DeadLetters")}
    assert names("Dead letters") == queues


def test_each_metric_that_an_alarm_watches_has_its_row() -> None:
    alarms = [each["Properties"] for each in deployment.of_type("AWS::CloudWatch::Alarm").values()]
    assert {each["MetricName"] for each in alarms if each["Namespace"] == "Aftercare"} <= names("Metrics")


def test_each_metric_that_the_product_counts_has_its_row() -> None:
    sources = [ROOT / "functions" / "handlers" / name for name in ("observability.py", "api.py")]
    counted = {
        name
        for source in sources
        for name in re.findall(r'(?:_counts\[|_put\(|add_metric\()"(\w+)"', source.read_text(encoding="utf-8"))
    }
    assert counted == names("Metrics")
