"""See https://docs.djangoproject.com/en/5.2/ref/settings/#format-module-path."""

DATE_FORMAT = "j F Y"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
