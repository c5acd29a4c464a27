"""What rates of schools are over: pupils in September by school, and days of school.

Both are worked out on publish from attendance, and travel with every picture.
"""

import duckdb

# A school year has eleven months of school, or part of it; July has none.
SCHOOL_MONTHS = 11
JULY = 7


def create_no_schooling(connection: duckdb.DuckDBPyConnection) -> None:
    """Of a picture of tools alone: no rate is over either."""
    connection.execute(
        """
        create or replace table exact.main.roll (
            dimension varchar, key varchar, school_year date, pupils bigint
        );
        create or replace table exact.main.school_days (month date, days double)
        """
    )


def create_schooling(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `exact.main.roll`: pupils with half-days in September, by `dimension` and `key`
    (`''` and null for all of them), and `exact.main.school_days` of each month: half of the
    most half-days that a pupil of a school could attend, the middle one of the schools.
    """
    create_no_schooling(connection)
    connection.execute(
        """
        insert into exact.main.roll
        with
            pupil as (
                select s.school_year, s.school, level.cluster, level.sector
                from school_session as s
                left join school_level as level on level.school = s.school
                where s.on_roll
            )
        select '', null, school_year, count(*) from pupil group by school_year
        union all
        select 'school', school, school_year, count(*) from pupil group by school, school_year
        union all
        select 'cluster', cluster, school_year, count(*) from pupil group by cluster, school_year
        union all
        select 'sector', sector, school_year, count(*) from pupil group by sector, school_year
        order by all
        """
    )
    connection.execute(
        """
        insert into exact.main.school_days
        select month, median(days)
        from (
            select school, month, max(possible) / 2.0 as days
            from pupil_attendance
            where possible > 0
            group by all
        )
        group by month
        order by month
        """
    )
