"""The pages on money: the caps table, and the estimator."""
