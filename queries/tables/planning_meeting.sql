/*
title = "Reviews of children on the register, and the meeting each was due after"
*/
-- A review is due six months after the meeting before it, three after a pre-birth one
-- (data/codes/timescales.csv, in days of the month: 31 August and six months is 28
-- February). Transfers are meetings before a review too.
with
    ordered as (
        select
            coalesce(link.child_key, m.person_key) as child_key,
            m.person_key,
            m.meeting_type,
            m.held_on,
            m.team,
            lag(m.held_on) over meetings as before_on,
            lag(m.meeting_type) over meetings as before_type
        from extract.meeting as m
        left join child_link as link on link.system_key = m.person_key
        where m.meeting_type in ('pre_birth', 'initial', 'review', 'transfer')
        window meetings as (partition by m.person_key order by m.held_on, m.meeting_type)
    )
select
    o.child_key,
    o.meeting_type,
    o.held_on,
    o.before_on,
    o.team,
    o.held_on <= cast(
        o.before_on + to_months(case o.before_type when 'pre_birth' then 3 else 6 end) as date
    ) as in_time,
    spell.area,
    spell.concern,
    spell.age_band,
    spell.sex,
    spell.simd_quintile
from ordered as o
left join
    (
        select
            child_key, registered_on, deregistered_on, area, concern, age_band, sex, simd_quintile
        from registration
        qualify row_number() over (partition by child_key, registered_on order by team) = 1
    ) as spell
    on spell.child_key = o.child_key
    and spell.registered_on <= o.held_on
    and spell.deregistered_on >= o.held_on
where o.meeting_type = 'review' and o.before_on is not null
qualify
    row_number() over (
        partition by o.person_key, o.held_on order by spell.registered_on desc nulls last
    )
    = 1
