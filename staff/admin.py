"""What the apps below bring to the staff, and the staff themselves."""

from staff import (
    readings_list,
    server_errors,
    sources,
    statistics,
    translation_table,
    users,
)

__all__ = [
    "readings_list",
    "server_errors",
    "sources",
    "statistics",
    "translation_table",
    "users",
]
