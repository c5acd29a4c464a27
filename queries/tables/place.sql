/*
title = "Every place that can be named, with its name and dates"
*/
with
    named as (
        select 'council' as dimension, council as code, council_name as label
        from extract.data_zone
        union
        select 'locality', locality, locality_name
        from extract.data_zone
        union
        select 'ward', ward, ward_name
        from extract.data_zone
        union
        select 'intermediate_zone', intermediate_zone, intermediate_zone_name
        from extract.data_zone
    ),
    organised as (
        select
            kind as dimension,
            code,
            arg_max(name, coalesce(from_on, date '1900-01-01')) as label,
            min(coalesce(from_on, date '1900-01-01')) as from_on,
            max(coalesce(to_on, date '9999-12-31')) as to_on
        from extract.organisation
        group by kind, code
    ),
    clusters as (
        select distinct 'cluster' as dimension, school_level.cluster as code, school.label
        from school_level
        join
            organised as school
            on school.dimension = 'school'
            and school.code = school_level.cluster
    )
select dimension, code, coalesce(label, code) as label, from_on, to_on
from organised
union all
select dimension, code, coalesce(min(label), code), date '1900-01-01', date '9999-12-31'
from named
where code is not null and (dimension, code) not in (select (dimension, code) from organised)
group by dimension, code
union all
select dimension, code, label || ' cluster', date '1900-01-01', date '9999-12-31'
from clusters
union all
select distinct reading, member.zone, member.zone, date '1900-01-01', date '9999-12-31'
from zone_member as member, (select unnest(['zone', 'zone_on_day']) as reading) as readings
union all
select distinct
    reading,
    'rest:' || member.zone,
    'The rest, like for like, outside ' || member.zone,
    date '1900-01-01',
    date '9999-12-31'
from zone_member as member, (select unnest(['zone', 'zone_on_day']) as reading) as readings
