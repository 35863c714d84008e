"""The main job, end to end: seven people run one program from approved guidelines to its report.

Through the real pages in Chromium, with links and codes read out of mail that went over SMTP, and a real worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mentoring.tests.browser.stack import Stack

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


from mentoring.tests.browser.cast import Cast

STAFF = """\
Employee number,Name,Email,Job title,Department,Level,Site,Time zone,Languages,Hired on,Supervisor
1,Paula Brandt,paula@example.org,L&D Specialist,Learning,Lead,Berlin,Europe/Berlin,"en, de",2019-01-07,
2,Henrik Olsen,henrik@example.org,Director,Operations,Director,Berlin,Europe/Berlin,en,2015-03-02,
3,Meera Nair,meera@example.org,Director,Engineering,Director,London,Europe/London,en,2016-05-02,
4,Tomasz Nowak,tomasz@example.org,Engineer,Engineering,Specialist,London,Europe/London,"en, pl",2020-09-01,6
5,Ada Kaya,ada@example.org,Analyst,Operations,Specialist,Berlin,Europe/Berlin,"en, de",2025-02-03,7
6,Sam Okafor,sam@example.org,Head of Engineering,Engineering,Head,London,Europe/London,en,2017-04-03,3
7,Lena Vogel,lena@example.org,Head of Operations,Operations,Head,Berlin,Europe/Berlin,de,2018-06-04,2
"""


@pytest.mark.browser
@pytest.mark.slow(minutes=5)
def test_seven_people_run_a_program_from_approved_guidelines_to_its_report(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text(STAFF)
    with Stack(tmp_path) as stack:
        stack.manage("import_directory", str(tmp_path / "staff.csv"), "--levels", "Specialist,Lead,Head,Director")
        stack.manage("appoint_administrator", "paula@example.org")
        cast = Cast(stack, browser)
        cast.found_program()
        cast.approve_guidelines()
        cast.apply_as_mentor()
        cast.sign_up_as_mentee()
        cast.match()
        cast.write_agreement()
        cast.sign()
        cast.meet()
        cast.answer_survey()
        cast.close()
        cast.report()

        assert cast.inspection.findings == [], cast.inspection.report()
