"""Checks the action server's answers with a schema validator that is built once.

Rasa's `RemoteAction._validate_action_result` calls `jsonschema.validate`, which checks the schema itself again
at each call: a third of a turn. The schema never changes, so one validator serves. The replacement is applied
only when Rasa's method looks as it did when this was written; otherwise Rasa's own stays in place.
"""

from __future__ import annotations

import inspect
import logging
from typing import Any, Dict

from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

logger = logging.getLogger(__name__)
_EXPECTED_CALL = "validate(result, self.action_response_format_spec())"


def install() -> bool:
    """Put the quick check in place; False when Rasa's own method is not the one we know."""
    try:
        known = inspect.getsource(RemoteAction._validate_action_result)
    except (OSError, AttributeError):
        known = ""
    if _EXPECTED_CALL not in known:
        logger.warning("RemoteAction._validate_action_result has changed: its own, slower check stays.")
        return False
    original = RemoteAction._validate_action_result
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema, default=Draft202012Validator)(schema)

    def check_quickly(self: RemoteAction, result: Dict[str, Any]) -> bool:
        if validator.is_valid(result):
            return True
        return original(self, result)  # raises, with Rasa's own words

    RemoteAction._validate_action_result = check_quickly
    return True
