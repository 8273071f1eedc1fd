"""A seeded world of fictional enterprises and the messy uploads their offices would send."""
