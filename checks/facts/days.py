"""Working days, and what was likely meant by a date that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

from checks.pack.model import DayKind, Period
from extractor.records import Words


@dataclass(frozen=True, slots=True)
class Delay:
    """How late: calendar days and working days after the limit. `estimated`: the calendar of public holidays does not
    know a year of these yet, and only weekends were left out."""

    days: int
    working: int
    estimated: bool

    @property
    def words(self) -> Words:
        note = (
            Words("，法定节假日安排未知，按周末推算", ", weekends only: public holidays not known")
            if self.estimated
            else Words("", "")
        )
        plural = "" if self.days == 1 else "s"
        return Words(
            f"{self.days}天（其中工作日{self.working}天{note.zh}）",
            f"{self.days} day{plural} ({self.working} working{note.en})",
        )


def delay(limit: date, day: date, holidays: Mapping[date, DayKind]) -> Delay:
    """From `limit` (still in time) to `day`, which is later."""
    working, estimated = working_days(limit + timedelta(days=1), day, holidays)
    return Delay((day - limit).days, working, estimated)


def working_days(first: date, last: date, holidays: Mapping[date, DayKind]) -> tuple[int, bool]:
    """How many working days from `first` to `last`, both counted; and whether any of them was only estimated."""
    count, estimated = 0, False
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        working, known = _is_working(day, holidays)
        count += working
        estimated |= not known
    return count, estimated


def _is_working(day: date, holidays: Mapping[date, DayKind]) -> tuple[bool, bool]:
    kind = holidays.get(day)
    if kind is not None:
        return kind is DayKind.WORKDAY, True
    try:
        return bool(chinese_calendar.is_workday(day)), True
    except NotImplementedError:
        return day.weekday() < 5, any(known.year == day.year for known in holidays)


def likely_meant(day: date, window: Period, limit: date | None) -> date | None:
    """The day within `window` that `day` becomes when one part is put right: the year first, else month or day where
    only one possibility stays within the limit (or the window)."""
    years = [
        made
        for year in range(window.first.year, window.last.year + 1)
        if (made := _with(day, year=year)) and window.holds(made)
    ]
    if len(years) == 1:
        return years[0]
    others = [made for month in range(1, 13) if (made := _with(day, month=month)) and window.holds(made)]
    others += [made for number in range(1, 32) if (made := _with(day, day=number)) and window.holds(made)]
    in_time = [made for made in others if limit is None or made <= limit]
    for choice in (in_time, others):
        if len(choice) == 1:
            return choice[0]
    return None


def _with(base: date, year: int | None = None, month: int | None = None, day: int | None = None) -> date | None:
    try:
        return date(year or base.year, month or base.month, day or base.day)
    except ValueError:
        return None


def chinese(day: date) -> str:
    if day == date.max:
        return "长期"
    return f"{day.year}年{day.month}月{day.day}日"
