/*
title = "Which school a child was at, from when to when"
*/
select
    coalesce(link.child_key, pupil.scn_key) as child_key,
    pupil.school,
    pupil.admitted_on,
    coalesce(pupil.left_on, date '9999-12-31') as left_on,
    pupil.sex,
    pupil.data_zone as area
from extract.pupil as pupil
left join child_link as link on link.system_key = pupil.scn_key
