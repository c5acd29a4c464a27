/*
title = "Profiles in which a strand of a section is missing"
severity = "should_look"
table = "boxall"
column = "strand"
why = "A section is compared only where all ten of its strands are there."
fix = "Export again with every strand, or leave it: the rows are kept."
*/
select min(row_number) as row_number, count(distinct strand) || ' of 10 strands' as value
from incoming
group by scn_key, completed_on, strand <= 'J'
having count(distinct strand) < 10
