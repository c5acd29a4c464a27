-- What every query may call. `tidy` is the SQL twin of intake.words.tidy.
create or replace temp macro tidy(words) as
    lower(trim(regexp_replace(
        translate(words, '‐‑‒–—―−‘’ʼ', '-------''''''' ),
        '[\s_\x{00a0}]+', ' ', 'g'
    )));

create or replace temp macro unguarded(words) as
    nullif(trim(
        case
            when starts_with(words, '=')
            then regexp_replace(words, '^="?(.*?)"?$', '\1')
            else words
        end
    ), '');

create or replace temp macro is_no_date(words) as
    words in (
        '0', '-', '01/01/1900', '02/01/1900', '1900-01-01', '1900-01-02',
        '31/12/9999', '9999-12-31'
    );

-- UK order, ISO, Excel's serial number; a two-figure year is of this century.
create or replace temp macro as_date(words) as
    case
        when is_no_date(words) then null
        when regexp_full_match(words, '\d{1,2}/\d{1,2}/\d{2}')
        then cast(try_strptime(words, '%d/%m/%y') as date)
        when regexp_full_match(words, '[2-6]\d{4}')
        then date '1899-12-30' + cast(words as integer)
        else cast(
            try_strptime(
                words,
                [
                    '%d/%m/%Y', '%Y-%m-%d', '%d-%b-%Y', '%d-%b-%y', '%d.%m.%Y', '%d-%m-%Y',
                    '%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M:%S', '%Y-%m-%d %H:%M:%S',
                    '%Y-%m-%dT%H:%M:%S', '%Y-%b-%d %H:%M:%S', '%d %B %Y', '%d %b %Y'
                ]
            ) as date
        )
    end;

create or replace temp macro as_month(words) as
    cast(date_trunc('month', coalesce(
        as_date(words),
        cast(try_strptime(words, ['%Y-%m', '%b-%y', '%b %Y', '%B %Y', '%m/%Y']) as date)
    )) as date);

-- Only a day above the twelfth proves which of day and month comes first.
create or replace temp macro is_day_first(words) as
    regexp_full_match(words, '(1[3-9]|2\d|3[01])[/.-](0?[1-9]|1[0-2])[/.-](\d{2}|\d{4})(\D.*)?');

create or replace temp macro is_month_first(words) as
    regexp_full_match(words, '(0?[1-9]|1[0-2])[/.-](1[3-9]|2\d|3[01])[/.-](\d{2}|\d{4})(\D.*)?');

-- A comma stands before each three figures, or the number is not read: 1,5 is not 15.
create or replace temp macro as_number(words) as
    case
        when regexp_full_match(words, '-?£?\s*(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?')
        then try_cast(regexp_replace(words, '[£,\s]', '', 'g') as double)
    end;

create or replace temp macro as_percent(words) as as_number(rtrim(rtrim(words, '%')));

create or replace temp macro as_integer(words) as
    case
        when regexp_full_match(words, '-?£?\s*(\d+|\d{1,3}(,\d{3})+)(\.0+)?')
        then try_cast(regexp_replace(words, '[£,\s]|\.0+$', '', 'g') as integer)
    end;

-- `0-10%` and `90+%` stay words: a band is no number.
create or replace temp macro as_band(words) as
    case
        when regexp_full_match(translate(words, '–— ', '--'), '[<>≤≥]?\d+(\.\d+)?([-+](\d+(\.\d+)?)?)?%?')
        then translate(words, '–— ', '--')
    end;

create or replace temp macro as_yes_no(words) as
    case
        when tidy(words) in ('y', 'yes', 'true', 't', '1', '01') then true
        when tidy(words) in ('n', 'no', 'false', 'f', '0', '00', '02', '99') then false
    end;

-- Whole months from one day to another: 31 January to 28 February is none yet.
create or replace temp macro months_between(birth, day) as
    cast((year(day) - year(birth)) * 12 + month(day) - month(birth)
    - cast(day(day) < day(birth) as integer) as integer);

create or replace temp macro age_band_of(years) as
    case
        when years < 5 then '0_4'
        when years < 12 then '5_11'
        when years < 16 then '12_15'
        when years < 18 then '16_17'
        else '18_plus'
    end;

create or replace temp macro age_band(birth, day) as
    case
        when birth is null or day is null then null
        when birth > day then 'unborn'
        else age_band_of(months_between(birth, day) // 12)
    end;

create or replace temp macro review_due_month(review, birth) as
    cast(date_trunc('month', case review
        when 'first_visit' then birth + interval 10 day
        when '6_8_weeks' then birth + interval 42 day
        when '13_15_months' then birth + interval 13 month
        when '27_30_months' then birth + interval 27 month
        when '4_5_years' then birth + interval 48 month
    end) as date);

-- HMAC-SHA256 (RFC 2104) of an id under this partnership's key, 128 bits in hex. The
-- pads are variables of the building connection only, and no snapshot holds them.
create or replace temp macro keyed(system, id) as
    case when id is not null then left(
        sha256(getvariable('outer_pad') || unhex(sha256(
            getvariable('inner_pad') || encode(system || ':' || upper(id))
        ))),
        32
    ) end;

-- A number that lost its first zero is one figure short; shorter ones lost more than that.
create or replace temp macro padded(id, digits) as
    case
        when length(id) = digits - 1 and regexp_full_match(id, '\d+')
        then '0' || id
        else id
    end;

-- The figure that stands for so many of a number.
create or replace temp macro figure(number, of) as number // of % 10;

-- The weights count the check digit once, so the sum of a right number divides by 11. Each
-- is written out: within a list, the number would be read from its text for every one.
create or replace temp macro weighted_scn(number) as
    3 * figure(number, 100000000) + 2 * figure(number, 10000000)
    + 7 * figure(number, 1000000) + 6 * figure(number, 100000)
    + 5 * figure(number, 10000) + 4 * figure(number, 1000)
    + 3 * figure(number, 100) + 2 * figure(number, 10) + figure(number, 1);

create or replace temp macro weighted_chi(number) as
    10 * figure(number, 1000000000) + 9 * figure(number, 100000000)
    + 8 * figure(number, 10000000) + 7 * figure(number, 1000000)
    + 6 * figure(number, 100000) + 5 * figure(number, 10000)
    + 4 * figure(number, 1000) + 3 * figure(number, 100) + 2 * figure(number, 10)
    + figure(number, 1);

-- The rules of intake/identifiers.py, for a million rows.
create or replace temp macro is_scn(id) as
    coalesce(
        regexp_full_match(id, '\d{9}')
        and id <> '000000000'
        and weighted_scn(try_cast(id as bigint)) % 11 = 0,
        false
    );

create or replace temp macro chi_class(id) as
    case
        when id is null then 'Missing (NA)'
        when trim(id) = '' then 'Missing (Blank)'
        when not regexp_full_match(id, '\d+') then 'Invalid character(s) present'
        when length(id) > 10 then 'Too many characters'
        when length(id) < 10 then 'Too few characters'
        when try_strptime(left(id, 6), '%d%m%y') is null then 'Invalid date'
        when weighted_chi(try_cast(id as bigint)) % 11 <> 0
        then 'Invalid checksum'
        else 'Valid CHI'
    end;

create or replace temp macro sex_from_chi(id) as
    case
        when chi_class(id) = 'Valid CHI'
        then case when try_cast(substr(id, 9, 1) as integer) % 2 = 1 then 'male' else 'female' end
    end;
