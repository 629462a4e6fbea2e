from django.db import models


class RegisterToken(models.Model):
    """One row: the token of the master data as it stands. Written by triggers only (units/watched.py)."""

    token = models.CharField(max_length=40)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_register_token")]

    def __str__(self):
        return self.token
