#!/usr/bin/env python3
"""Whetstone on this machine.

python3 run.py              start everything, with a demo organisation in it (PORT=8001 chooses the port)
python3 run.py new          start an organisation of your own instead, empty but for you (asks for your address,
                            or takes --organisation, --name and --email)
python3 run.py test [...]   run every test; further words go to pytest
python3 run.py reset        empty the demo
python3 run.py install      only make the environment of the tests and checks
python3 run.py lock         write the lock files anew from the requirements (--upgrade: newer versions)
                            --check only looks at them, --wheels also asks the index whether all can be installed
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the reader may well have an older one
    sys.exit(
        "Whetstone needs Python 3.11 or newer, and this is {}.{}. Start it with a newer one, "
        "for example: python3.11 run.py".format(*sys.version_info[:2])
    )

from launcher.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], usage=__doc__ or ""))
