"""Periods of time as people type them: `2024-10`, `last month`, `August`, `a..b`, `@event-id`.

A date means all its days, both ends included; a month or a day without a year means that of every year. Text with two
meanings, or with none, is refused, never guessed. `period_text` reads them.
"""

from .period import NotAPeriod, Period, PeriodError, Recurring

__all__ = ["NotAPeriod", "Period", "PeriodError", "Recurring"]
