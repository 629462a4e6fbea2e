import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# What was loaded at the start stays as long as the process: it need not be searched again with every page.
gc.collect()
gc.freeze()
