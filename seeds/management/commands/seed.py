from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from seeds.accounts import load_accounts
from seeds.briefings import load_briefings
from seeds.demo import load_demo
from seeds.register import load_register


class Command(BaseCommand):
    help = "Load the register and the five briefings; again, it adds only what is missing."

    def add_arguments(self, parser):
        parser.add_argument("--register", action="store_true", help="only units, leaders, fields, calendar")
        parser.add_argument("--demo", action="store_true", help="also accounts by role and a made-up meeting")

    def handle(self, *, register: bool, demo: bool, **options):
        if demo and settings.IS_PRODUCTION:
            raise CommandError(_("A demonstration is never loaded in production."))
        load_register()
        if register:
            return
        added = load_briefings()
        self.stdout.write(_("Briefings: %(n)s directives added.") % {"n": added})
        if demo:
            load_accounts()
            load_demo()
