"""The pages on services, and the eligibility check."""
