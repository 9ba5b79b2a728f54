"""What the apps below bring to the staff, and the staff themselves."""

from staff import (
    change_list,
    impact,
    link_list,
    office_rules,
    readings_list,
    server_errors,
    sources,
    statistics,
    translation_table,
    users,
)

__all__ = [
    "change_list",
    "impact",
    "link_list",
    "office_rules",
    "readings_list",
    "server_errors",
    "sources",
    "statistics",
    "translation_table",
    "users",
]
