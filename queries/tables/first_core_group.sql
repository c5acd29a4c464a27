/*
title = "Children registered at a first meeting, and the first core group after it"
*/
-- How soon is the rule in force at the meeting (data/codes/timescales.csv). Meetings from
-- before core groups were recorded at all say nothing of whether there was one.
with
    core_group as (
        select person_key, held_on from extract.meeting where meeting_type = 'core_group'
    ),
    registered as (
        select distinct
            coalesce(link.child_key, m.person_key) as child_key, m.person_key, m.held_on, m.team
        from extract.meeting as m
        left join child_link as link on link.system_key = m.person_key
        where
            m.meeting_type in ('initial', 'pre_birth')
            and m.outcome = 'registered'
            and m.held_on >= (select min(held_on) from core_group)
    ),
    met as (
        select r.child_key, r.held_on, r.team, min(c.held_on) as core_group_on
        from registered as r
        left join core_group as c on c.person_key = r.person_key and c.held_on >= r.held_on
        group by all
    )
select
    met.child_key,
    met.held_on,
    met.team,
    coalesce(met.core_group_on <= met.held_on + timescales.days, false) as in_time,
    spell.area,
    spell.concern,
    spell.age_band,
    spell.sex,
    spell.simd_quintile
from met
join
    code.timescales as timescales
    on timescales.timescale = 'first_core_group'
    and met.held_on >= timescales.from_on
    and met.held_on < timescales.to_on
left join
    (
        select
            child_key, registered_on, deregistered_on, area, concern, age_band, sex, simd_quintile
        from registration
        qualify row_number() over (partition by child_key, registered_on order by team) = 1
    ) as spell
    on spell.child_key = met.child_key
    and spell.registered_on <= met.held_on
    and spell.deregistered_on >= met.held_on
qualify
    row_number() over (
        partition by met.child_key, met.held_on, met.team
        order by spell.registered_on desc nulls last
    )
    = 1
