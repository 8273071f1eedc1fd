"""Unified social credit codes for enterprises that do not exist."""

from analysis.intake.enterprises.names import ALPHABET, check_character

# GB 11714: weights of the organisation code inside.
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# 9 1: an enterprise registered with the market regulator. No registration authority has the number 529900.
FICTIONAL_PREFIX = "91529900"


def fictional_credit_code(number: int) -> str:
    """A code of 18 characters with right check characters, in a range that no registration authority issues.

    ``number`` is 0 to 999,999. Raises ValueError outside of it. Source: GB 32100-2015, GB 11714-1997.
    """
    if not 0 <= number < 1_000_000:
        raise ValueError(f"number must be 0 to 999999, not {number}")
    organisation = f"FA{number:06d}"
    values = (int(character, 36) for character in organisation)
    remainder = (11 - sum(v * w for v, w in zip(values, _ORGANISATION_WEIGHTS, strict=True)) % 11) % 11
    body = FICTIONAL_PREFIX + organisation + ("X" if remainder == 10 else str(remainder))
    return body + check_character(body)


def wrong_check_character(code: str) -> str:
    """The same code with another last character, as a slip of the pen makes it."""
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]
