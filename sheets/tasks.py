from celery import shared_task

from sheets import running


# A workbook of a million rows takes longer than any other task; what is cut off all the same is begun again.
@shared_task(soft_time_limit=3600, time_limit=3660)
def work() -> None:
    running.work()


@shared_task
def clear_away() -> None:
    running.clear_away()
