-- Of the many numbers in a download only the roll of each year is a count of pupils; the
-- others are shares, and most of them bands.
select
    row_number,
    council,
    school,
    name,
    sector,
    make_date(year, 9, 1) as month,
    as_integer(value) as pupils
from typed
where measure_category = 'trend' and measure = 'Pupil Numbers'
