"""Who is signed in: allauth's way, with the account and its posts read in one question."""

from allauth.account.auth_backends import AuthenticationBackend

from units.standing import person_of_session


class AccountBackend(AuthenticationBackend):
    def get_user(self, user_id):
        person = person_of_session(user_id)
        return person if person and self.user_can_authenticate(person) else None
