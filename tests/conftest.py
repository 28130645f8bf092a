"""For every test: a failure stays a failure, whatever its message holds."""

from __future__ import annotations

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable():
    """File names that are no valid Unicode (lone surrogates) ended pytest-xdist's worker, as if it had crashed: what it
    sends is UTF-8. Such a character is sent as it is written in Python."""
    return _sendable((yield))


def _sendable(value):
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, dict):
        return {_sendable(key): _sendable(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_sendable(one) for one in value)
    return value
