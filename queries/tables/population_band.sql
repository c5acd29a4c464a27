/*
title = "People under 18 by data zone, age band, sex and mid-year"
*/
select
    p.data_zone as area,
    area_level.simd_quintile,
    age_band_of(p.age) as age_band,
    p.sex,
    p.year,
    make_date(p.year, 6, 30) as mid_year,
    sum(p.persons) as persons
from extract.population as p
left join area_level on area_level.area = p.data_zone
where p.age < 18 and p.sex in ('female', 'male')
group by all
