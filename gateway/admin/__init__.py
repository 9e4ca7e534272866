"""The pages on which admins keep teams, people and routing rules; every change is in the audit log."""
