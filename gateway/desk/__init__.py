"""The screen of a digipunt: a helper reads Dutch, the resident beside them reads their own language."""

from gateway.desk import coming_back, finding, live, pages, passing_on, slip_pages, sounds, talk, wiping

# All of them are for staff with the role desk.
PARTS = tuple(
    part.blueprint for part in (pages, talk, finding, passing_on, coming_back, slip_pages, sounds, live, wiping)
)
