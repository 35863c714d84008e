"""The demo: an invented organisation, whose mail never leaves this machine."""

from __future__ import annotations

import shutil
from contextlib import ExitStack

from launcher.children import stop
from launcher.installation import Installation, manage
from launcher.progress import RunningCommand
from launcher.welcome import read_accounts, welcome


class Demo(Installation):
    """One run of the demo."""

    MODE = "demo"
    careful = False

    def begin_to_fill(self, stack: ExitStack) -> RunningCommand | None:
        """Begin to build the demo, unless someone is in the directory. It takes most of the first start."""
        if self.database:
            if self.database.ask("SELECT EXISTS (SELECT 1 FROM people_user)") == "t":
                return None
            # Of a run that was stopped while it built the demo: its mail, and the dead rows of its transaction. If the
            # server swept them up while people are written anew, it would plan every query as if there were none.
            shutil.rmtree(self.mail, ignore_errors=True)
            self.database.ask("VACUUM")
        filling = RunningCommand(
            "Building the demo organisation", manage("demo", "--if-empty"), environment=self.environment
        )
        stack.callback(stop, filling.process)
        return filling

    def welcome(self) -> str:
        """Return the address, the people to sign in as, and where the mail is."""
        return welcome(self.address, self.mail, read_accounts())
