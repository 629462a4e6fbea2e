"""Asking the API as one of the cast."""

import json

from django.test import Client

PDF = b"%PDF-1.4 a page"


def client(user) -> Client:
    """One session a person: signing in costs more than most answers."""
    if not hasattr(user, "signed_in"):
        user.signed_in = Client()
        user.signed_in.force_login(user)
    return user.signed_in


def post(user, path, body=None, **kwargs):
    return client(user).post(f"/api/{path}", json.dumps(body or {}), "application/json", **kwargs)


def get(user, path):
    return client(user).get(f"/api/{path}")


def error(response, status, code):
    assert (response.status_code, response.json()["error"]["code"]) == (status, code), response.content
    assert response.json()["error"]["message"]
    return response.json()["error"]


def patch(user, path, body):
    return client(user).patch(f"/api/{path}", json.dumps(body), "application/json")
