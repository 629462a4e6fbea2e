"""Refusals in the log: a 403, 404 or 409 is an ordinary answer, not a warning."""

import logging


class RefusalsAreOrdinary(logging.Filter):
    """Lowers answers below 500 to INFO; they are seen where LOG_LEVEL is INFO or lower."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", 500)
        if record.levelno == logging.WARNING and status < 500:
            record.levelno, record.levelname = logging.INFO, "INFO"
            return logging.getLogger().isEnabledFor(logging.INFO)
        return True
