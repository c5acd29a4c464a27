/*
title = "Records of three systems, and whether the look-up joins their child to another"
*/
with
    linked as (
        select key
        from
            (
                select
                    unnest([person_key, scn_key, chi_key]) as key,
                    cast(person_key is not null as integer)
                    + cast(scn_key is not null as integer)
                    + cast(chi_key is not null as integer) as systems
                from extract.identity
            )
        where key is not null
        group by key
        having max(systems) > 1
    ),
    record as (
        select
            'referrals' as system, person_key as key, received_on as on_date, data_zone as area, sex
        from extract.referral
        union all
        select 'pupils', scn_key, admitted_on, data_zone, sex
        from extract.pupil
        union all
        select 'reviews', chi_key, coalesce(reviewed_on, due_month), data_zone, sex
        from extract.review
    )
select
    coalesce(link.child_key, r.key) as child_key,
    r.system,
    r.on_date,
    r.area,
    r.sex,
    r.key in (select key from linked) as is_linked
from record as r
left join child_link as link on link.system_key = r.key
