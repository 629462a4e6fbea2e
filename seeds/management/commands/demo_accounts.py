from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from seeds.accounts import ACCOUNTS, PASSWORD
from units.models import User


class Command(BaseCommand):
    help = "Print the accounts of the demonstration, where there is one."

    def handle(self, **options):
        here = set(
            User.objects.filter(username__in=[one.username for one in ACCOUNTS]).values_list(
                "username", flat=True
            )
        )
        listed = [one for one in ACCOUNTS if one.is_listed and one.username in here]
        if not listed:
            raise CommandError(_("There are no demonstration accounts here."))
        width = max(len(one.username) for one in listed)
        for one in listed:
            self.stdout.write(f"{one.username:<{width}}  {one.full_name}")
        self.stdout.write(_("Password of each: %(password)s") % {"password": PASSWORD})
