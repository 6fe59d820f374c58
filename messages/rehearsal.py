"""The script of the rehearsed day: who says what, and when the clock is moved."""

SCRIPT: tuple[tuple[str, str, str], ...] = (
    # (clock, who, words); no words: the clock alone moves on
    ("2023-11-15 08:00", "", ""),
    ("2023-11-15 08:30", "", ""),
    ("2023-11-15 09:00", "", ""),
    ("2023-11-15 09:12", "unit:县税务局", "县税务局 有哪些任务"),
    ("2023-11-15 09:20", "unit:县住建局", "进度 5(5) 已完成"),
    ("2023-11-15 09:40", "office", "同意 5(5) 销号"),
    ("2023-11-15 17:00", "office", "汇总"),
)
CLOCK_WORDS = "—— {now} ——"
