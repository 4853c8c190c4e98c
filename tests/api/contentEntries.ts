/** Entries of the content that are right, to be broken by tests. */

export const summary = 'A short account of what a city does for people who come back. '
  .repeat(4)
  .trim()
export const practice = `---
id: dk-a-practice
kind: practice
title: A practice
summary: ${summary}
language: en
country: DK
city: Aarhus
organisation: The city
leadType: local-government
partners: []
themes: [coordination, education]
targetGroups: [families]
stages: [aftercare]
evidence: described
startYear: 2010
endYear: 2020
outcomes:
  - outcome: Return to school
    finding: better
    by: The city
  - outcome: Work after a year
    finding: mixed
    by: A university
    year: 2019
means:
  staff: Two people
origin: editors
checked: 2026-11-22
sources:
  - title: A report
    publisher: The city
    url: https://example.org/report
---

## Context

Some context.

## Approach

- One
- Two

## Results

No figures are public.

## Lessons

Start early.

## Adapting it

Begin small.
`
export const event = `---
id: a-meeting
kind: event
title: A meeting
summary: ${summary}
language: en
country: DK
organisation: The city
leadType: local-government
partners: []
themes: [coordination]
targetGroups: []
stages: []
year: 2022
date: 2022-12-05/2022-12-06
origin: city
sources:
  - title: A report
    publisher: The city
---
## What happened

People met.

## What it found

Trust takes time.
`

export const inPractices = 'practices/dk-a-practice.md'
export const inEvents = 'events/a-meeting.md'
