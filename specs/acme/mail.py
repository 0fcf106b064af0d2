"""Outgoing mail."""


class Bounced(Exception):
    """The receiving server refused the mail."""


async def send_email(to: str, template: str, data: dict[str, object], idempotency_key: str) -> None:
    """Send one mail per key, rendered from a template."""
    if "@" not in to:
        raise Bounced(f"{idempotency_key}: cannot deliver {template!r} with {len(data)} values to {to!r}")
