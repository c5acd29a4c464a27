"""What an invented partnership of a thousand children has none of in two years: published
figures, a census, and children who were registered again. So every measure has a row."""

from pathlib import Path

FILES = {
    "rare_registrations.csv": """REGISTRATION_ID,PERSON_ID,REFERRAL_ID,REGISTRATION_START_DATE,DEREGISTRATION_DATE,Deregistration Reason,Temporary,Transfer In From,Areas of Concern,DOB,Gender,Postcode,Responsible Team
95000001,90000001,,04/03/2024,11/11/2024,Improved home situation,N,,Neglect; Other,08/06/2018,Female,ZZ3 3WG,SWT02
95000002,90000001,,02/06/2025,,,N,,Neglect,08/06/2018,Female,ZZ3 3WG,SWT02
95000003,90000002,,09/02/2026,20/08/2026,Improved home situation,N,,Physical abuse,24/11/2011,Male,ZZ4 4BG,SWT03
95000004,90000002,,03/11/2026,,,N,,Neglect,24/11/2011,Male,ZZ4 4BG,SWT03
""",
    "rare_meetings.csv": """MEETING_ID,PERSON_ID,REFERRAL_ID,Meeting Type,Meeting Date,Outcome,Responsible Team
93000007,90000001,,Initial CPPM,07/10/2024,Registered,SWT02
93000001,90000001,,Initial CPPM,02/06/2025,Registered,SWT02
93000002,90000001,,Core Group,10/06/2025,,SWT02
93000003,90000001,,Review CPPM,25/11/2025,Registered,SWT02
93000004,90000002,,Initial CPPM,09/02/2026,Registered,SWT03
93000005,90000002,,Core Group,20/03/2026,,SWT03
93000006,90000002,,Review CPPM,20/08/2026,Deregistered,SWT03
""",
    "rare_reviews.csv": """geography,month_review,no_reviews,concerns_1_plus,pc_1_plus
North Strand,01/01/2026,40,8,20
Moorhead,01/01/2026,60,9,15
Moorhead,01/02/2026,50,10,20
""",
    "rare_council_indicators.csv": """Local Authority,indicator,Title,Year,Value,One is high
Aberdeen City,CHN17,Children meeting developmental milestones,2019-20,96.57,Yes
Aberdeenshire,CHN17,Children meeting developmental milestones,2019-20,97.3,Yes
Aberdeen City,CHN19a,School attendance rates,2019-20,93.1,Yes
Aberdeen City,CHN20a,School exclusion rates per 1000 pupils,2019-20,21.4,No
Aberdeen City,CHN22,Child protection re-registrations within 18 months,2019-20,7.7,No
""",
    "rare_profiles.csv": """CPP,Indicator,Type,Year,value,IndicatorFullName,FG
Aberdeen City,Healthy Birthweight,Raw data,2018/19,90.08333333333331,Healthy Birthweight,1
Aberdeenshire,Healthy Birthweight,Raw data,2018/19,90.04,Healthy Birthweight,1
Aberdeen City,Child Poverty,Raw data,2018/19,12.7,Child Poverty,1
""",
    "school level 2025 V4.csv": """Local Authority,SeedCode,School Name,School Type,Pupil roll(1),Roll by sex [Note 2] Female
Clackmannanshire,5710001,Moorhead Primary School,Primary,120,60
Edinburgh City,5520002,Strand School,Primary,200,*
Edinburgh City,5520002,Strand School,Secondary,300,c
""",
    "2025_autumn_pupilonroll.csv": """pupilonrolltableid,NativeId,surname,forename,upn,sex,entrydate,termlysessionspossible,termlysessionsauthorised,termlysessionsunauthorised,ncyearactual
0002e817-8ca,SCH7,SUR6864,FOR9344,21db2df8-fa0,M,2023-Feb-03 00:00:00,134,8,2,4
001cd0b1-3d1,SCH5,SUR1216,FOR3229,96d8f22c-e5c,F,2023-May-09 00:00:00,140,7,0,N2
""",
}


def write_rare(folder: Path) -> list[Path]:
    """Write the files."""
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in FILES]
