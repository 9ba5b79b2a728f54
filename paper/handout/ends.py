"""What several blocks of a sheet may say, and the sheet says once for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext

from facts.wording import joined


def unknown_in_words(
    common: list[str], besides: Iterable[tuple[str, list[str]]]
) -> str:
    """What is not known of every place, then what else of one by its name."""
    colon, stop = gettext("："), gettext("わかりません。聞いてください。")
    lines = [joined(common)] if common else []
    lines += [f"{name}{colon}{joined(lacking)}" for name, lacking in besides]
    return f"{' / '.join(lines)}{colon}{stop}" if lines else ""


@dataclass
class SaidOnce:
    """Filled while the blocks of one language are made; each line stands once."""

    remarks: dict[str, None] = field(default_factory=dict)  # of open data
    says: dict[str, dict[str, None]] = field(default_factory=dict)  # on the phone

    unknown: dict[str, list[str]] = field(default_factory=dict)  # by place

    @property
    def unknown_of_all(self) -> list[str]:
        """What is not known of any place, in the order of the first."""
        first, *others = self.unknown.values() or [[]]
        return [one for one in first if all(one in other for other in others)]

    @property
    def unknown_besides(self) -> list[tuple[str, list[str]]]:
        """What else is not known, by the name of the place."""
        common = self.unknown_of_all
        besides = [
            (name, [one for one in lacking if one not in common])
            for name, lacking in self.unknown.items()
        ]
        return [(name, lacking) for name, lacking in besides if lacking]

    @property
    def unknown_words(self) -> str:
        """All that is not known of the places, in the language that is spoken."""
        return unknown_in_words(self.unknown_of_all, self.unknown_besides)

    @property
    def has_any(self) -> bool:
        return bool(self.remarks or self.says or self.unknown)
