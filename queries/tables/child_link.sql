/*
title = "Which child each system's id is"
*/
-- One child has one key in every system once the approved look-up says so: the social
-- work id where there is one, else the pupil's, else the health id.
select system_key, min(child_key) as child_key
from
    (
        select person_key as system_key, person_key as child_key
        from extract.identity
        where person_key is not null
        union all
        select scn_key, coalesce(person_key, scn_key)
        from extract.identity
        where scn_key is not null
        union all
        select chi_key, coalesce(person_key, scn_key, chi_key)
        from extract.identity
        where chi_key is not null
    )
group by system_key
