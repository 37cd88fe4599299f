"""Article to mentions, links, events and statements with their exact evidence."""
