"""Runs Synapse for as long as standard input stays open.

The parent holds the other end of that pipe. However the parent ends, the pipe closes, and Synapse ends too.
"""

import os
import runpy
import signal
import sys
import threading
import time


def end_with_parent() -> None:
    while sys.stdin.buffer.raw.read(64):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(4)
    os._exit(1)


threading.Thread(target=end_with_parent, daemon=True).start()
sys.argv = ["synapse", "-c", sys.argv[1]]
runpy.run_module("synapse.app.homeserver", run_name="__main__", alter_sys=True)
