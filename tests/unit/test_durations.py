"""Every spelling of a duration means the same milliseconds, and what has no clear meaning is refused with a reason."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from wfc.durations import BadDuration, compact_duration, iso_duration, parse_duration, spell_duration

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("written", "milliseconds"),
    [
        ("90s", 90_000),
        ("250ms", 250),
        ("0s", 0),
        ("1h30m", HOUR + HOUR // 2),
        ("1h 30m", HOUR + HOUR // 2),
        ("1.5h", HOUR + HOUR // 2),
        ("2w", 14 * 24 * HOUR),
        ("1d2ms", 24 * HOUR + 2),
        ("PT1H", HOUR),
        ("PT0.5S", 500),
        ("P1DT12H", 36 * HOUR),
        ("P2W", 14 * 24 * HOUR),
        ("PT5M", 300_000),
        (timedelta(minutes=2, milliseconds=5), 120_005),
    ],
)
def test_every_spelling(written: object, milliseconds: int) -> None:
    assert parse_duration(written) == milliseconds


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (30, 'has no unit: write "30s"'),
        (1.5, 'has no unit: write "1.5s"'),
        ("30", 'has no unit: write "30s"'),
        ("P1M", "months or years"),
        ("P1Y2M", "months or years"),
        ("30m1h", "largest first"),
        ("1 hour", "largest first"),
        ("90S", "largest first"),
        ("", "largest first"),
        ("P", "largest first"),
        ("PT", "largest first"),
        ("P1DT", "largest first"),
        ("٣s", "largest first"),
        ("1m" + "9" * 5000 + "s", "largest first"),
        ("-5s", "negative"),
        (timedelta(seconds=-1), "negative"),
        ("0.0001s", "finer than a millisecond"),
        (timedelta(microseconds=1), "finer than a millisecond"),
        (True, "not a duration"),
        (["5s"], "is a list"),
    ],
)
def test_what_is_no_duration_says_why(written: object, why: str) -> None:
    bad = parse_duration(written)
    assert isinstance(bad, BadDuration)
    assert why in bad.why


@pytest.mark.parametrize(
    ("milliseconds", "spelled", "compact"),
    [
        (136_000, "2m 16s", "2m16s"),
        (90_000, "1m 30s", "1m30s"),
        (36 * HOUR, "1d 12h", "1d12h"),
        (1500, "1s 500ms", "1s500ms"),
        (0, "0s", "0s"),
    ],
)
def test_printing(milliseconds: int, spelled: str, compact: str) -> None:
    assert (spell_duration(milliseconds), compact_duration(milliseconds)) == (spelled, compact)


@given(st.integers(min_value=0, max_value=10**12))
def test_what_is_printed_can_be_read_back(milliseconds: int) -> None:
    assert parse_duration(spell_duration(milliseconds)) == milliseconds
    assert parse_duration(compact_duration(milliseconds)) == milliseconds


@given(st.text(alphabet="0123456789.PTYMWDHSmshdw -+", max_size=12))
def test_no_text_is_ever_an_exception(text: str) -> None:
    assert isinstance(parse_duration(text), int | BadDuration)


@given(st.integers(0, 364 * 24 * HOUR))
def test_json_has_durations_as_pydantic_writes_them(milliseconds: int) -> None:
    expected = TypeAdapter(timedelta).dump_python(timedelta(milliseconds=milliseconds), mode="json")
    assert iso_duration(milliseconds) == expected
