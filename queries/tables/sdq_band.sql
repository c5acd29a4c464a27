/*
title = "Bands of SDQ scores: 1 is the one close to average, of each version, informant and scale"
*/
-- A partnership's own row of a band goes before the one that ships. Of every scale but
-- the prosocial one, low scores are good.
with
    band as (
        select
            version,
            informant,
            scale,
            band,
            cast(lowest as integer) as lowest,
            cast(highest as integer) as highest
        from code.sdq_bands
        qualify row_number() over (partition by version, informant, scale, band order by rowid) = 1
    )
select
    version,
    informant,
    scale,
    band,
    lowest,
    highest,
    row_number() over (
        partition by version, informant, scale
        order by case when scale = 'prosocial' then - lowest else lowest end
    ) as severity
from band
