/*
title = "Which school a child was at, from when to when"
*/
-- A spell that several censuses saw is one, as the last of them had it; a pupil who is in
-- none of the school's later ones had left by the first of those.
with
    census as (
        select distinct source, school, census_on from extract.pupil where census_on is not null
    ),
    spell as (
        select *
        from extract.pupil
        qualify
            row_number() over (
                partition by source, scn_key, school, admitted_on order by census_on desc
            )
            = 1
    ),
    missed as (
        select
            spell.source,
            spell.scn_key,
            spell.school,
            spell.admitted_on,
            min(census.census_on) as census_on
        from spell
        join
            census
            on census.source = spell.source
            and census.school = spell.school
            and census.census_on > spell.census_on
        group by all
    )
select
    coalesce(link.child_key, spell.scn_key) as child_key,
    spell.school,
    spell.admitted_on,
    coalesce(spell.left_on, missed.census_on, date '9999-12-31') as left_on,
    spell.sex,
    spell.data_zone as area
from spell
left join missed using (source, scn_key, school, admitted_on)
left join child_link as link on link.system_key = spell.scn_key
