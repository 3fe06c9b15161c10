"""Words that a search ignores: they ask, or join other words, and say nothing about an event."""

_ENGLISH = """
a about after all an and any are as at be been before between by can could did do does during for from had has have he
her his how i in into is it its me my of on or our over she should show tell than that the their them there they this
to under up was were what when where which who whom whose why will with would you
again also each else ever every get gets getting go goes going got gotten happen happened happens just let lets made
make makes making many much now one other only other said say saying says so some still thing things too very went
cent per percent
"""

_JAPANESE, _KOREAN = "いつ どこ だれ 誰 なに 何 なぜ", "언제 어디 어디서 누가 누구 무엇 뭐 왜 어떻게"

LATEST = frozenset(("last", "latest", "newest", "recent", "recently", "最近", "最後", "마지막", "최근"))
"""Words that ask for the latest of several events."""

STOP_WORDS = LATEST.union(_ENGLISH.split(), _JAPANESE.split(), _KOREAN.split())
"""Words that are ignored unless the search consists of nothing else."""
