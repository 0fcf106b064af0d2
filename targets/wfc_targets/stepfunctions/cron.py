"""Cron expressions in the form of EventBridge Scheduler: six fields, `?` for one of the two days, Sunday is 1.

Where days of the month and of the week are both restricted, cron means either of them and EventBridge allows only one:
two schedules then, which both start a run on days where both match.
"""

_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


def schedule_expressions(cron: str) -> tuple[str, ...]:
    """The schedule expressions whose ticks together are those of a cron expression of five fields."""
    minute, hour, day, month, weekday = cron.upper().split()
    times = f"{_stepped(minute, 0)} {_stepped(hour, 0)}"
    days, months = _stepped(day, 1), _stepped(month, 1)
    if weekday == "*":
        return (f"cron({times} {days} {months} ? *)",)
    by_weekday = f"cron({times} ? {months} {_weekdays(weekday)} *)"
    return (by_weekday,) if day == "*" else (f"cron({times} {days} {months} ? *)", by_weekday)


def _stepped(field: str, first: int) -> str:
    """`*/5` counts from the first value of the field, which EventBridge wants written."""
    return ",".join(f"{first}{part[1:]}" if part.startswith("*/") else part for part in field.split(","))


def _weekdays(field: str) -> str:
    """Days of the week by name, in the order of the week."""
    chosen = {day for part in field.split(",") for day in _days(part)}
    return ",".join(_DAYS[day] for day in sorted(chosen))


def _days(part: str) -> list[int]:
    span, _, step = part.partition("/")
    first, _, last = span.partition("-")
    if span == "*":
        found = list(range(7))
    elif last:
        found = [day % 7 for day in range(_day(first), (_day(last) or 7) + 1)]
    else:
        found = list(range(_day(first), 7)) if step else [_day(first)]
    return found[:: int(step or 1)]


def _day(text: str) -> int:
    return _DAYS.index(text) if text in _DAYS else int(text) % 7
