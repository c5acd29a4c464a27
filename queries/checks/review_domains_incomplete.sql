/*
title = "Reviews in which a domain is not recorded"
severity = "for_information"
table = "review"
column = "speech"
why = "They are counted as reviews, and with a concern where another domain has one, but not as complete."
fix = "Ask the health visiting team to record every domain."
*/
-- Before April 2017 a review had no domain of problem solving.
select row_number, strftime(reviewed_on, '%d/%m/%Y') as value
from incoming
where
    reviewed_on is not null
    and exists (
        select 1
        from
            (
                select
                    unnest(
                        [
                            speech,
                            gross_motor,
                            fine_motor,
                            personal_social,
                            emotional,
                            vision,
                            hearing,
                            if(reviewed_on < date '2017-04-01', 'no_concern', problem_solving)
                        ]
                    ) as domain
            )
        where domain is null or domain = 'incomplete'
    )
