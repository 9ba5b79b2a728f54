"""What several blocks of a sheet may say, and the sheet says once for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class SaidOnce:
    """Filled while the blocks of one language are made; each line stands once."""

    remarks: dict[str, None] = field(default_factory=dict)  # of open data
    says: dict[str, dict[str, None]] = field(default_factory=dict)  # on the phone

    @property
    def has_any(self) -> bool:
        return bool(self.remarks or self.says)
