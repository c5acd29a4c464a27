/*
title = "The areas each data zone is in, and its deprivation quintile"
*/
-- Scotland-wide quintile by count of data zones (6,976 of them): SIMD 2020.
select
    zone.data_zone as area,
    zone.council,
    zone.locality,
    zone.ward,
    zone.intermediate_zone,
    cast(cast(ceil(deprivation.rank * 5 / 6976) as integer) as varchar) as simd_quintile
from extract.data_zone as zone
left join extract.deprivation as deprivation using (data_zone)
