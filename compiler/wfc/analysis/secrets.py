"""What looks like a secret in a text: the forms that services give to theirs, and passwords under a telling name.

Forms are as the services document them, so a match is hardly ever an accident; each is bounded, so that no text takes
long to search. A name tells only together with a text that nobody would choose as a word, a path or the name of
something: what does not look random is left alone.
"""

import math
import re
from collections import Counter

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (what, re.compile(form))
    for what, form in (
        ("a private key", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
        ("an AWS access key", r"\b(?:AKIA|ASIA)(?![A-Z2-7]{9}EXAMPLE)[A-Z2-7]{16}\b"),
        ("a GitHub token", r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})\b"),
        ("a GitLab token", r"\bglpat-[A-Za-z0-9_-]{20,}"),
        ("a Slack token", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
        ("a Stripe key", r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}\b"),
        ("a Google API key", r"\bAIza[A-Za-z0-9_-]{35}\b"),
        ("an Anthropic key", r"\bsk-ant-[A-Za-z0-9_-]{20,}"),
        ("an OpenAI key", r"\bsk-(?:proj|svcacct)-[A-Za-z0-9_-]{20,}"),
        ("a SendGrid key", r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
        ("an npm token", r"\bnpm_[A-Za-z0-9]{36}\b"),
        ("a PyPI token", r"\bpypi-[A-Za-z0-9_-]{50,}"),
        ("a JSON Web Token", r"\beyJ[A-Za-z0-9_-]{10,999}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,}"),
    )
)
_PASSWORD_IN_URL = re.compile(r"\b[a-z][a-z0-9+.-]{0,20}://[^\s:/@]{1,99}:([^\s/@]{3,200})@")
_PLACEHOLDER = re.compile(r"(?i)[*x.]+|<.*>|\$.*|\{.*|%.*|(?:my|your|the)?[-_]?(?:pass(?:word)?|pwd|secret|token)")

_TELLING = re.compile(r"(?i)(?:password|passwd|passphrase|secret|(?:api|access|private|secret)[_-]?key|token)$")
_NAME = re.compile(r"(?:[A-Za-z]+\d{0,2}|\d{1,4})(?:[-_./:@#](?:[A-Za-z]+\d{0,2}|\d{1,4}|\d{12})?)*")
"""Words and small numbers, joined: what something is called, or where it is. An AWS account has twelve digits."""
_SHORTEST, _RANDOM = 8, 2.75
"""Characters, and bits in each of them, of what is taken for a password."""


def secret_in(text: str) -> str | None:
    """What kind of secret a text looks like, wherever it stands: "a GitHub token"."""
    for what, form in _FORMS:
        if form.search(text):
            return what
    password = _PASSWORD_IN_URL.search(text)
    if password and not _PLACEHOLDER.fullmatch(password[1]):
        return "a URL with a password"
    return None


def is_password(name: str, text: str) -> bool:
    """Does a text look like a password, which stands under a name that says it is one?"""
    if not _TELLING.search(name) or len(text) < _SHORTEST or any(letter.isspace() for letter in text):
        return False
    if _NAME.fullmatch(text) or _PLACEHOLDER.fullmatch(text):
        return False
    kinds = sum(any(test(letter) for letter in text) for test in (str.islower, str.isupper, str.isdigit, _is_sign))
    return kinds >= 2 and _bits(text) >= _RANDOM


def _is_sign(letter: str) -> bool:
    return not letter.isalnum()


def _bits(text: str) -> float:
    """The entropy of its letters, in bits for each."""
    shares = [count / len(text) for count in Counter(text).values()]
    return -sum(share * math.log2(share) for share in shares)
