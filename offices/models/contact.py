"""How phone numbers, postal codes and readings are written."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from offices.domain.normalise import phone_digits
from texts.has_reading import kana_reading

# The first migration names `kana_reading` here.
__all__ = ["callable_number", "kana_reading", "phone_number", "postal_code"]

phone_number = RegexValidator(
    r"^0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}$",
    "市外局番から、半角の数字とハイフンで書いてください。例：083-922-4111",
)
postal_code = RegexValidator(
    r"^[0-9]{3}-[0-9]{4}$",
    "半角の数字とハイフンで書いてください。例：753-8650",
)


def callable_number(value: str) -> None:
    """Refuse what cannot be a Japanese number; published data often lack hyphens."""
    if not phone_digits(value) or not set(value) <= set("0123456789-"):
        raise ValidationError(
            "市外局番から、半角の数字とハイフンで書いてください。例：083-922-4111"
        )
