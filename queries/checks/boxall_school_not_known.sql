/*
title = "A school that is not in the organisation extract"
severity = "should_look"
table = "boxall"
column = "school"
why = "Its chart shows the code, not a name."
fix = "Add the school to the organisation extract."
*/
select row_number, school as value
from incoming
where
    school is not null
    and school not in (select code from extract.organisation where kind = 'school')
    and exists (select 1 from extract.organisation where kind = 'school')
