/*
title = "A team that is not in the organisation extract"
severity = "should_look"
table = "step"
column = "team"
why = "Its chart shows the code, not a name."
fix = "Add the team to the organisation extract."
*/
select row_number, team as value
from incoming
where
    team is not null
    and team not in (select code from extract.organisation where kind = 'team')
    and exists (select 1 from extract.organisation where kind = 'team')
