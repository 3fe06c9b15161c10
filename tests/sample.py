"""The ids of the events in sample.yaml, in the order of time."""

SURVEY, TALKS, SUMMIT, PLAN = "2019-survey", "2020-spring-talks", "2021-03-16-zenda-summit", "2021-05-quay-plan"
STORM, CLOSED, LETTER, VISIT = "2021-05-30-storm", "2021-12-01-quay-closed", "2022-06-13-letter", "2024-02-visit"
ALL = [SURVEY, TALKS, SUMMIT, PLAN, STORM, CLOSED, LETTER, VISIT]
