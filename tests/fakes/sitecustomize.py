"""Put in front of the path of a program under test: the readers of ``fake_readers`` in place."""

import os

if os.environ.get("EINGANG_TEST_READERS"):
    import fake_readers

    fake_readers.put_in_place()
