"""The day moved for every Python program that is started with a folder on its PYTHONPATH, by as many days as
MOVED_DAYS says: the clock of `time`, and what `datetime` reads from the system by itself."""

SITE = """
import ctypes, datetime, gc, os, time

SECONDS = int(os.environ["MOVED_DAYS"]) * 86_400
clock, clock_ns, local, utc, printed = time.time, time.time_ns, time.localtime, time.gmtime, time.strftime
time.time = lambda: clock() + SECONDS
time.time_ns = lambda: clock_ns() + SECONDS * 10**9
# static, since logging keeps it as its formatters' method
time.localtime = staticmethod(lambda seconds=None: local(time.time() if seconds is None else seconds))
time.gmtime = staticmethod(lambda seconds=None: utc(time.time() if seconds is None else seconds))
time.strftime = lambda form, moment=None: printed(form, time.localtime() if moment is None else moment)
(own,) = gc.get_referents(datetime.datetime.__dict__)  # the class is written in C, and may not be set
own["now"] = classmethod(lambda cls, tz=None: cls.fromtimestamp(time.time(), tz))
own["utcnow"] = classmethod(lambda cls: cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None))
ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime.datetime))
"""


def move_the_day(folder):
    """Write the module that Python imports as it starts, and return the folder for PYTHONPATH."""
    folder.mkdir(parents=True)
    (folder / "sitecustomize.py").write_text(SITE, "utf-8")
    return folder
