-- The rows for "All" people repeat those for Female and Male; only children are kept.
select row_number, data_zone, year, sex, age, persons
from typed
where sex in ('female', 'male') and age < 18
