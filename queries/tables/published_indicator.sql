/*
title = "Published indicators, each council under one code"
*/
-- Councils are spelled in several ways and four have had more than one code; what is no
-- council keeps the name that its sender gave it.
with council as (select tidy(raw) as raw, min(code) as code from code.council group by 1)
select
    i.source,
    coalesce(council.code, i.place) as place,
    i.indicator,
    coalesce(i.title, i.indicator) as title,
    i.period,
    i.month,
    i.value,
    i.numerator,
    i.denominator,
    coalesce(i.value_mark, i.numerator_mark) as mark,
    i.basis
from extract.published_indicator as i
left join council on council.raw = tidy(i.place)
