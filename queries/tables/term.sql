/*
title = "School terms, numbered, and the months in them"
*/
-- Autumn is August to December, spring January to March, summer April to June. July is in
-- none.
select
    month,
    cast(
        (year(month) - cast(month(month) < 8 as integer)) * 3
        + case when month(month) >= 8 then 0 when month(month) <= 3 then 1 else 2 end as integer
    ) as term
from month
where month(month) <> 7
