"""The staff side: signing in and the list of cases."""
