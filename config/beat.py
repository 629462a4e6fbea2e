"""Beat that begins at once, and on a clock that may be set back.

Celery's own waits for the next quarter of an hour before it does a thing for the first time: so long a new system would
say that its engine does not run. And where the clock is set back it waits for the moment it had reached: after two days
too many, two days of silence.
"""

from datetime import timedelta

from celery.beat import PersistentScheduler
from celery.utils.time import maybe_make_aware


class Scheduler(PersistentScheduler):
    def setup_schedule(self):
        super().setup_schedule()
        for entry in self.schedule.values():
            if not entry.total_run_count:
                entry.last_run_at = self.app.now() - timedelta(days=1)

    def tick(self, *args, **kwargs):
        now = self.app.now()
        ahead = [
            entry
            for entry in self.schedule.values()
            if entry.last_run_at and maybe_make_aware(entry.last_run_at, self.app.timezone) > now
        ]
        if ahead:
            for entry in ahead:
                entry.last_run_at = now
            # What runs next is worked out anew, or the first of them would run alone.
            self._heap = None
        return super().tick(*args, **kwargs)
