/*
title = "The months from the first row of any extract to the day of the snapshot"
*/
select cast(first_day as date) as month, cast(last_day(first_day) as date) as last_day
from
    (
        select
            unnest(
                generate_series(
                    (select min(first_month) from coverage_span),
                    (select date_trunc('month', as_at) from run),
                    interval 1 month
                )
            ) as first_day
    )
