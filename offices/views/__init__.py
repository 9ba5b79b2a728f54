"""The pages on whom to ask and where services are."""
